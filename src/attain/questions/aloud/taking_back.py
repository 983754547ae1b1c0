"""Reads aloud when an earning is held, when it goes back, and how much of it."""

from collections.abc import Iterator, Sequence

from attain.earnings import Clawback, Hold
from attain.earnings.clawbacks.decay import Decay
from attain.questions.aloud.words import listed, others, sentence, spoken

_POLICIES = {
    "original_rate": "what was paid for it goes back",
    "rerate": "everything is calculated again without it",
    "unwind": "it is taken back as a return on that day",
    "unearned": "what was paid and is not earned goes back",
}


def hold_sentences(holds: Sequence[Hold]) -> Iterator[str]:
    """Read what keeps an earning from being paid."""
    for hold in holds:
        until = f"until {spoken(hold.until)}" if hold.until is not None else "until further notice"
        yield f"When {spoken(hold.when)}, it is held {until}: {spoken(hold.reason)}."
        yield from others(hold, "when", "until", "reason")


def clawback_sentences(clawback: Clawback | None) -> Iterator[str]:
    """Read when and how it goes back."""
    if clawback is None:
        return
    yield sentence(f"When {spoken(clawback.when)}, {_POLICIES[clawback.policy]}, dated by {spoken(clawback.dated)}")
    if str(clawback.share) != "100%":
        yield f"Of it {spoken(clawback.share)} goes back."
    if clawback.decay is not None:
        yield from _decay(clawback.decay)
    if clawback.attainment == "kept":
        yield "The measure keeps it."
    if clawback.reason is not None:
        yield f"The statement gives as reason {spoken(clawback.reason)}."
    yield from others(clawback, "when", "dated", "policy", "attainment", "share", "decay", "reason")


def _decay(decay: Decay) -> Iterator[str]:
    begins = f" after {spoken(decay.from_)}" if decay.from_ is not None else ""
    if decay.steps:
        parts = [f"{spoken(step.share)} before {step.before} {decay.age}" for step in decay.steps]
    else:
        parts = [f"{spoken(share)} at {age} {decay.age}" for age, share in decay.points]
    straight = "" if decay.steps else ", in a straight line from one to the next"
    yield f"By its age{begins}, what goes back is {listed(parts)}{straight}; after that nothing."
    yield from others(decay, "age", "from", "steps", "points")
