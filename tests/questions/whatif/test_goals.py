"""Goal seek on random plans.

1. The amount found pays at least the goal, and one minor unit of credit less does not; or the answer says why not.
"""

from fractions import Fraction

import pytest

from attain.money import minor_digits
from attain.questions.whatif import Edit, Goal, seek
from attain.questions.whatif.report import exact
from tests.questions.whatif.worlds import World, asked, dice_of, key_of


def judged(seed: int) -> str:
    """Ask one goal of one random plan and check the answer by asking again; says what came of it."""
    world, dice = World.random(seed), dice_of(seed)
    name = next(n for n, s in world.case.facts["sources"].items() if "as_of" in s and s["rows"])
    source = world.case.facts["sources"][name]
    column = next((c for c, kind in source["columns"].items() if kind == "money"), "")
    if not column or not world.payees():
        return "no amounts"
    what_if = asked(world, dice.choice(world.payees()))
    deal = key_of(source, dice.choice(source["rows"]))
    asked_first = what_if.ask([])
    if not asked_first.is_usable:
        assert asked_first.diagnostics
        return "refused"
    now = asked_first.totals()[0]
    goal = Goal(now + dice.choice([1, 100, 12_345, 1_000_000]), column=column)
    found = seek(what_if, [Edit.change(name, deal, {})], goal, title=deal)
    if found.credit is None:
        assert found.diagnostics
        return "out of reach" if found.diagnostics[0].code == "WHAT206" else "refused"
    unit = Fraction(1, 10 ** minor_digits(world.case.plan["currency"]))
    amounts = [found.credit, max(found.credit - unit, Fraction(0))]
    edits = [[Edit.change(name, deal, {column: exact(amount).replace(",", "")})] for amount in amounts]
    _, enough, less = what_if.ask(edits).totals()
    assert enough == found.pays >= goal.earned
    assert found.credit == 0 or less == found.short < goal.earned
    return "reached"


@pytest.mark.parametrize("seed", range(4000, 4004))
def test_the_amount_found_is_enough_and_one_unit_less_is_not(seed: int) -> None:
    assert judged(seed)
