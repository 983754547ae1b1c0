"""Reads aloud how a pay period is settled: draw, recovery, cap, what is carried."""

from collections.abc import Iterator

from attain.payments.model import ClawbackLimit, Draw, Payment
from attain.questions.aloud.words import others, spoken


def payment_sentences(payment: Payment) -> Iterator[str]:
    """Read the settlement of a pay period."""
    if payment.draw is not None:
        yield from _draw(payment.draw)
    if payment.clawbacks is not None:
        yield from _given_back(payment.clawbacks)
    if payment.cap is not None:
        per = "pay period" if payment.cap.per == "pay_period" else payment.cap.per
        kept = "kept for the next" if payment.cap.excess == "banked" else "lost"
        yield f"Pay at most {spoken(payment.cap.at)} per {per}; what is cut off is {kept}."
        yield from others(payment.cap, "at", "per", "excess")
    if payment.carry_negative == "forgiven":
        yield "A negative payment is forgiven."
    yield from others(payment, "draw", "clawbacks", "cap", "carry_negative")


def _given_back(limit: ClawbackLimit) -> Iterator[str]:
    beyond = f" beyond {spoken(limit.keep)}" if limit.keep is not None else ""
    most = f", and at most {spoken(limit.at)}" if limit.at is not None else ""
    share = f"{spoken(limit.percent)} of what is earned{beyond}{most}"
    yield f"Of what goes back one payment takes at most {share}; the rest waits for later payments."
    yield from others(limit, "percent", "keep", "at")


def _draw(draw: Draw) -> Iterator[str]:
    while_ = f" while {spoken(draw.while_)}" if draw.while_ is not None else ""
    start = ", at its start" if draw.paid_at == "start" else ""
    if draw.tops_up_to is not None:
        yield f"Top up to {spoken(draw.tops_up_to)} per pay period{while_}{start}."
    else:
        yield f"Add {spoken(draw.draw_amount)} per pay period{while_}{start}."
    yield from others(draw, "tops_up_to", "adds", "per", "while", "paid_at", "recoverable", "owes_at_most", "recover")
    if not draw.recoverable:
        yield "It is not paid back."
        return
    recover = draw.recover
    keep = spoken(recover.keep) if recover.keep is not None else "the draw while it runs"
    begins = "the same pay period" if recover.starting == "same_period" else "the next pay period"
    when = f", when {spoken(recover.when)}" if recover.when is not None else ""
    yield f"It is paid back with {spoken(recover.percent)} of what is earned beyond {keep}, from {begins} on{when}."
    if draw.owes_at_most is not None:
        yield f"No more than {spoken(draw.owes_at_most)} is owed of it at any time."
    if recover.until is not None:
        yield f"From {recover.until} on nothing is recovered."
    if recover.forgive_after is not None:
        yield f"From {recover.forgive_after} on nothing is owed."
    yield from others(recover, "starting", "when", "percent", "keep", "until", "forgive_after")
