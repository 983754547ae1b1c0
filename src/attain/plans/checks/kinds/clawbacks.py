"""What takes an earning back: the condition, its day, the share, and how that share decays."""

from collections.abc import Iterator
from itertools import pairwise

from attain.diagnostics import Diagnostic
from attain.earnings import Clawback
from attain.earnings.clawbacks.decay import Decay
from attain.earnings.problems import BAD_DECAY, NEGATIVE_LIMIT, NEVER_UNEARNED, NO_SHARE_RERATED
from attain.plans.checks.expressions import Checker
from attain.plans.checks.table_rows import placed


def clawback_problems(clawback: Clawback | None, person: Checker, *, has_earned: bool) -> Iterator[Diagnostic]:
    """Check how a component takes an earning back.

    Args:
        clawback: as written.
        person: reads expressions once the payee is known.
        has_earned: whether the component is earned over time.
    """
    if clawback is None:
        return
    yield from person.condition(clawback.when)
    yield from person.day(clawback.dated)
    yield from person.share(clawback.share, NEGATIVE_LIMIT)
    if clawback.policy == "unearned" and not has_earned:
        what = "policy 'unearned' takes back what is released and not earned, and the component has no 'earned'"
        fix = "say over how long it is earned, such as earned: {over: 12 months}, or use original_rate"
        yield Diagnostic.of(NEVER_UNEARNED, clawback.value_place("policy"), what, fix)
    if clawback.policy == "rerate":
        yield from _rerated(clawback)
    if clawback.decay is not None:
        yield from _decay(clawback.decay, person)


def _rerated(clawback: Clawback) -> Iterator[Diagnostic]:
    for key in ("share", "decay"):
        if key in clawback.model_fields_set:
            what = f"policy 'rerate' calculates everything again without the deal, and '{key}' takes back a part"
            fix = f"remove '{key}', or use original_rate or unwind"
            yield Diagnostic.of(NO_SHARE_RERATED, clawback.key_place(key), what, fix)


def _decay(decay: Decay, person: Checker) -> Iterator[Diagnostic]:
    yield from person.day(decay.from_)
    place = decay.key_place("steps" if decay.steps else "points")
    written = list(decay.written())
    for (age, _), (after, _) in pairwise(written):
        if after < age or (decay.steps and after == age):
            what = f"age {after} comes after {age}"
            fix = "write the ages from the youngest to the oldest"
            yield Diagnostic.of(BAD_DECAY, place, what, fix)
    for _, share in written:
        if not 0 <= share.value <= 1:
            what = f"{share.text} of what was earned would go back"
            yield Diagnostic.of(BAD_DECAY, placed(share, place), what, "write a percent from 0% to 100%")
