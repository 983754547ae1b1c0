"""Reads aloud what becomes of an earning: modifiers, release, how it is earned, and when it goes back."""

from collections.abc import Iterator

from attain.documents import Text
from attain.earnings.model import (
    Cap,
    CapItem,
    Earned,
    Floor,
    FloorItem,
    GateItem,
    KickerItem,
    Modifier,
    MultiplierItem,
    Release,
    ReleaseByChild,
)
from attain.questions.aloud.words import listed, others, plain, sentence, spoken


def modifier_sentences(modifiers: tuple[Modifier, ...]) -> Iterator[str]:
    """Read modifiers, in the order written."""
    for item in modifiers:
        match item:
            case GateItem(gate=gate):
                other = f", otherwise {spoken(gate.else_)} of it" if gate.else_.value else ", otherwise nothing"
                yield f"Paid only when {spoken(gate.when)}{other}{_seen(gate.seen)}."
                yield from others(gate, "when", "else", "seen")
            case MultiplierItem(multiplier=factor):
                yield f"Times {spoken(factor.by)}{_when(factor.when)}{_seen(factor.seen)}."
                yield from others(factor, "by", "when", "seen")
            case KickerItem(kicker=kicker):
                yield f"Plus {spoken(kicker.add)}{_when(kicker.when)}{_seen(kicker.seen)}."
                yield from others(kicker, "add", "when", "seen")
            case CapItem(cap=cap):
                yield f"At most {_limit(cap)}."
                if cap.excess == "banked":
                    yield "What is cut off is paid in the next windows that have room."
                yield from others(cap, "at", "per", "when", "excess", "seen")
            case FloorItem(floor=floor):
                yield f"At least {_limit(floor)}."
                yield from others(floor, "at", "per", "when", "seen")
            case _:
                yield sentence(plain(item.node))


def _limit(limit: Cap | Floor) -> str:
    each = "for each deal" if limit.per == "transaction" else f"per {limit.per}"
    return f"{spoken(limit.at)} {each}{_when(limit.when)}{_seen(limit.seen)}"


def _when(when: Text | None) -> str:
    return f" when {spoken(when)}" if when is not None else ""


def _seen(seen: str) -> str:
    return " (seen right after the credit)" if seen == "at_credit" else ""


def release_sentences(release: tuple[Release, ...] | ReleaseByChild) -> Iterator[str]:
    """Read when the earned money is paid."""
    if isinstance(release, ReleaseByChild):
        day = spoken(release.when) if release.when is not None else "its own date"
        yield f"For each of its {release.per} release {spoken(release.share)} on {day}."
        yield from others(release, "per", "share", "when")
    elif release:
        yield f"Release {listed([_part(part) for part in release])}."
        for part in release:
            yield from others(part, "share", "when", "times", "every", "advance")


def _part(part: Release) -> str:
    advance = " in advance" if part.advance else ""
    if part.times == 1:
        return f"{spoken(part.share)}{advance} on {spoken(part.when)}"
    return (
        f"{spoken(part.share)}{advance} in {part.times} equal parts, one every {part.every} from {spoken(part.when)} on"
    )


def earned_sentences(earned: Earned | None) -> Iterator[str]:
    """Read over which months it is earned."""
    if earned is None:
        return
    begins = f" from {spoken(earned.from_)} on" if earned.from_ is not None else ""
    ends = f", until {spoken(earned.until)}" if earned.until is not None else ""
    partial = "counts" if earned.partial == "counts" else "does not count"
    yield f"Earned in equal parts over {spoken(earned.over)}{begins}{ends}; a month that has begun {partial}."
    yield from others(earned, "over", "from", "until", "partial")
