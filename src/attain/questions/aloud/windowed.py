"""Reads aloud what pays for a window: ``Share out a pot of 10,000 equally among those with attainment >= 50%``."""

from collections.abc import Iterator

from attain.documents import Text
from attain.questions.aloud.words import listed, others, spoken
from attain.rates import Formula, Pool, RankPrize

_TIES = {
    "shared": "Equal ones share the prizes of their places.",
    "dense": "Equal ones win a whole prize each, and the next one has the place after theirs.",
    "min": "Equal ones win a whole prize each, and as many places are left out.",
}
_KEYS = ("kind", "pot", "among", "share", "shares", "by", "prizes", "ties", "pay", "attribute")


def window_sentences(rate: Pool | RankPrize | Formula) -> Iterator[str]:
    """Read a rate that pays for a window."""
    match rate:
        case Pool():
            pot = f"a pot of {spoken(rate.pot)}{_among(rate.among)}"
            yield f"Share out {pot} when the window has ended, {_shared(rate)}."
        case RankPrize():
            prizes = listed([spoken(prize) for prize in rate.prizes])
            yield f"When the window has ended, the first places{_among(rate.among)} win {prizes}."
            yield _TIES[rate.ties]
        case Formula():
            yield f"Pay what {spoken(rate.pay)} is worth so far, less what was paid of it."
    if rate.by is not None:
        yield f"Each {spoken(rate.by)} stands on its own."
    yield from others(rate, *_KEYS)


def _among(among: Text | None) -> str:
    return f" among those with {spoken(among)}" if among is not None else ""


def _shared(rate: Pool) -> str:
    if rate.is_equal:
        return "equally"
    return f"by {spoken(rate.share)}" if rate.shares == "of_total" else f"each {spoken(rate.share)} of it"
