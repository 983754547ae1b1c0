"""Questions that share what an earlier one found out answer as if they were asked first.

1. On random plans, every scenario asked after others, alone or together, earns and pays what it does when it is the
   first question of a WhatIf of its own.
2. What each deal earned adds up to what is earned.
"""

import polars as pl
import pytest

from tests.questions.whatif.worlds import World, answered, asked, dice_of, earned, paid_answer, questions


@pytest.mark.parametrize("seed", range(5000, 5004))
def test_a_question_after_others_is_answered_as_the_first(seed: int) -> None:
    """1, 2."""
    world, dice = World.random(seed), dice_of(seed)
    scenarios = [edits for edits, _ in questions(world, dice)]
    scenarios += [first + second for first, second in zip(scenarios, scenarios[2:], strict=False)]
    for payee in dice.sample(world.payees(), min(2, len(world.payees()))):
        warm = asked(world, payee)
        together = warm.ask(scenarios)
        for number, edits in enumerate(scenarios, start=1):
            cold, after = asked(world, payee).ask([edits]), warm.ask([edits])
            assert cold.is_usable == after.is_usable
            if not cold.is_usable:
                continue
            for each in (0, 1):
                assert answered(after, each) == answered(cold, each), (payee, number)
                assert paid_answer(after, each) == paid_answer(cold, each), (payee, number)
            if together.is_usable:
                assert answered(together, number) == answered(cold, 1), (payee, number)
                assert paid_answer(together, number) == paid_answer(cold, 1), (payee, number)
            assert earned(after.lines.filter(pl.col("scenario") == 1)) == answered(after, 1)
            assert warm.ask([edits], settles=False).totals() == cold.totals()
