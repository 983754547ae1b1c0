"""What-if is a full run on changed files.

1. For random plans, every payee asked about earns and is paid what the changed files pay.
2. Scenario 0 is what is.
"""

import polars as pl
import pytest

from tests.questions.whatif.worlds import (
    World,
    answered,
    asked,
    dice_of,
    earned,
    paid,
    paid_answer,
    questions,
)


@pytest.mark.parametrize("seed", range(3000, 3006))
def test_an_answer_is_what_the_changed_files_pay(seed: int) -> None:
    """1, 2."""
    world, dice = World.random(seed), dice_of(seed)
    asking = questions(world, dice)
    full = [World.of(case).results for _, case in asking]
    for payee in dice.sample(world.payees(), min(2, len(world.payees()))):
        answers = asked(world, payee).ask([edits for edits, _ in asking])
        usable = [one.is_usable for one in full]
        if not answers.is_usable:
            assert not all(usable), (payee, answers.diagnostics)
            continue
        for number, results in enumerate([world.results, *full]):
            if results.is_usable:
                own = pl.col("payee_id") == payee
                assert answered(answers, number) == earned(results.tables["earnings"].filter(own)), (payee, number)
                assert paid_answer(answers, number) == paid(results.tables["payments"].filter(own)), (payee, number)
