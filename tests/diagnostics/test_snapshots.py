"""What a person sees for each malformed plan, and a malformed plan for every code."""

import importlib

import pytest

from attain.diagnostics import CODES
from tests.diagnostics.snapshots import SNAPSHOTS, codes, rendered

ROOMS = ("documents", "plans", "credits", "measures", "rates", "earnings", "payments", "targets")
PREFIXES = ("YAML", "PLAN", "CRED", "MEAS", "RATE", "EARN", "PAYM", "TARG")
# Codes that no plan on its own can have: several plans, worked examples, or rows of data are needed.
SEEN_ELSEWHERE = {
    "PLAN105": "two plans of one name in a workspace",
    "PLAN106": "a workspace without plans",
    "PLAN107": "a worked example is calculated",
    "PLAN108": "the rows of a worked example are read",
    "CRED102": "a row without a date",
    "CRED104": "a row names a payee who is not in the roster",
    "CRED107": "two plans credit one deal",
    "CRED110": "no row is credited",
    "CRED111": "a row's date lies in no period",
    "PLAN122": "a plan and the one it continues",
    "MEAS131": "a plan and the one it continues",
    "MEAS132": "a plan and the one it continues",
    "MEAS140": "two plans credit one deal",
    "MEAS141": "a plan and the one it continues",
    "MEAS160": "nobody has a place in a window",
    "EARN140": "a plan and the one it continues",
    "CRED121": "the components of every plan are known",
    "RATE211": "a row has a value of 'by' without a pay",
    "RATE212": "a row has keys without tiers",
    "RATE216": "a row gives a pay no value",
    "RATE221": "a row has no value for a dimension of a matrix",
    "RATE241": "nobody takes part in a pot",
    "RATE242": "a pot is below 0 in a window",
    "RATE243": "a share is below 0 in a window",
    "RATE244": "a report never came",
    "EARN106": "a row gives a modifier no value",
    "EARN152": "rows of a child table are added up",
    "EARN153": "a row of a child table has no share",
    "TARG111": "a payee has credits",
    "TARG112": "a row has a target",
    "TARG114": "a payee has a target",
    "PAYM101": "two plans draw for one payee",
    "PAYM151": "two plans pay one payee",
}


# The rows of the target table have codes of their own.
TARGET_ROWS = ("TARG12", "TARG14")


def registered() -> set[str]:
    for room in ROOMS:
        importlib.import_module(f"attain.{room}.problems")
    return {name for name in CODES if name.startswith(PREFIXES) and not name.startswith(TARGET_ROWS)}


@pytest.mark.parametrize("code", codes())
def test_the_text_is_the_stored_one(code: str) -> None:
    stored = (SNAPSHOTS / f"{code}.txt").read_text("utf-8")
    assert rendered(code) == stored, "run python -m tests.diagnostics.snapshots, and read what has changed"


@pytest.mark.parametrize("code", codes())
def test_the_plan_has_the_problem_it_is_named_after(code: str) -> None:
    assert f"  {code}" in rendered(code)


def test_every_code_has_a_malformed_plan() -> None:
    missing = registered() - set(codes()) - set(SEEN_ELSEWHERE)
    assert not missing, f"write tests/diagnostics/snapshots/CODE.yaml for {sorted(missing)}"


def test_nothing_is_left_of_codes_that_are_gone() -> None:
    assert not set(codes()) - registered()
    assert not set(SEEN_ELSEWHERE) - registered()
    assert not set(SEEN_ELSEWHERE) & set(codes())
    assert {path.stem for path in SNAPSHOTS.glob("*.txt")} == set(codes())
