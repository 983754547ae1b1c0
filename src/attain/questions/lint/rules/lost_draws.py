"""Lost draws: called recoverable, and nothing can ever recover them.

``recover: {percent: 0%}``, an ``until`` or ``forgive_after`` before the plan begins, a ``when`` that cannot hold.
"""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic, Place
from attain.documents import place_of
from attain.payments.model import Draw
from attain.questions.lint.context import Context
from attain.questions.lint.problems import LOST_DRAW
from attain.questions.lint.rules.contradictions import contradiction

FIX = "write recoverable: false if it is a guarantee, or let it be recovered"


def lost_draws(context: Context) -> Iterator[Diagnostic]:
    """Find a recoverable draw that is never recovered."""
    draw = context.plan.payment.draw
    if draw is None or not draw.recoverable:
        return
    found = _reason(context, draw)
    if found is not None:
        place, what = found
        yield Diagnostic.of(LOST_DRAW, place, what, FIX)


def _reason(context: Context, draw: Draw) -> tuple[Place, str] | None:
    recover, first = draw.recover, context.plan.effective.from_
    if recover.percent.value == 0:
        return recover.value_place("percent"), "recovery takes 0% of what is earned"
    for key, day in (("until", recover.until), ("forgive_after", recover.forgive_after)):
        if day is not None and day <= first:
            return recover.value_place(key), f"'{key}: {day}' is over when the plan begins on {first}"
    said = contradiction(recover.when) if recover.when is not None else None
    if said is not None and recover.when is not None:
        return place_of(recover.when), f"recovery waits for '{recover.when}', and {said}"
    return None
