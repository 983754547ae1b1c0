"""How a plan writes a settlement: which draws are refused, and what is meant when nothing is said."""

import pytest

from attain.diagnostics import Diagnostic
from attain.documents import read_yaml, validate
from attain.payments import Payment


def read(text: str) -> tuple[Payment | None, list[Diagnostic]]:
    """Read a payment from its YAML."""
    node, problems = read_yaml(text, "plan.yaml")
    assert node is not None, problems
    return validate(Payment, node, "plan.yaml")


def test_what_is_meant_when_nothing_is_said() -> None:
    made, _ = read("draw: {tops_up_to: 1500, recoverable: true}\ncap: {at: 5000}")
    assert made is not None
    assert made.carry_negative == "forward"
    assert made.draw is not None
    assert made.cap is not None
    assert (made.draw.per, made.draw.paid_at, made.draw.while_) == ("pay_period", "end", None)
    recover = made.draw.recover
    assert (recover.starting, recover.when, recover.keep, recover.until) == ("next_period", None, None, None)
    assert (recover.percent.value, recover.forgive_after) == (1, None)
    assert (made.cap.per, made.cap.excess) == ("pay_period", "lost")


@pytest.mark.parametrize(("key", "amount"), [("tops_up_to", "1500"), ("adds", "payee.draw")])
def test_the_amount_of_a_draw(key: str, amount: str) -> None:
    made, _ = read(f"draw: {{{key}: {amount}, recoverable: false}}")
    assert made is not None
    assert made.draw is not None
    assert str(made.draw.draw_amount) == amount


@pytest.mark.parametrize(
    ("text", "code", "what", "fix"),
    [
        ("{recoverable: true}", "YAML109", "neither 'tops_up_to' nor 'adds'", "write one of them"),
        ("{tops_up_to: 1, adds: 1, recoverable: true}", "YAML109", "both 'tops_up_to' and 'adds'", "write one of them"),
        ("{adds: 1}", "YAML108", "'recoverable' is missing", "say whether the payee pays it back"),
        ("{adds: 1, recoverable: maybe}", "YAML109", "neither true nor false", "true or false"),
        ("{adds: 1, recoverable: true, recover: {percent: 50}}", "YAML109", "not a percent", "50%"),
    ],
)
def test_half_a_draw_is_refused(text: str, code: str, what: str, fix: str) -> None:
    made, (problem,) = read(f"draw: {text}")
    assert made is None
    assert problem.code == code
    assert what in problem.what
    assert fix in problem.fix
