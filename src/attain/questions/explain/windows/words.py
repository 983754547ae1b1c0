"""Rules of what pays per window, in words."""

from attain.documents import Text
from attain.rates import Formula, Interpolated, Pool, RankPrize, RateModel, StepBonus
from attain.runs.planning import PlanRun

MOST_LETTERS = 60


def window_words(run: PlanRun, name: str) -> str:
    """Say in one line how a component pays for a window.

    A pool reads ``a pot of 10000, shared equally, per quarter among attainment >= 50%``.
    """
    component, measure = run.components[name], run.measure_of(name)
    return f"{_pays(component.rate, measure)}, per {run.measures[measure].per}{_among(component.rate)}"


def _pays(rate: RateModel, measure: str) -> str:
    if isinstance(rate, Pool):
        shared = "equally" if rate.is_equal else f"by {_short(rate.share)}"
        return f"a pot of {_short(rate.pot)}, shared {shared}"
    if isinstance(rate, RankPrize):
        prizes = " / ".join(prize.text for prize in rate.prizes)
        return f"prizes of {prizes} by the rank of {measure}"
    if isinstance(rate, Formula):
        return _short(rate.pay)
    if isinstance(rate, Interpolated):
        return f"{' / '.join(y.text for _, y in rate.points)} along a curve of {measure}"
    assert isinstance(rate, StepBonus), "only a payout is read on a measure without credits"
    return f"{' / '.join(str(pay) for pay in rate.pays())} for reaching steps of {measure}"


def _among(rate: RateModel) -> str:
    among: Text | None = getattr(rate, "among", None)
    each = f", each {rate.by} on its own" if rate.by is not None else ""
    return (f" among {_short(among)}" if among is not None else "") + each


def _short(text: Text) -> str:
    written = " ".join(str(text).split())
    return written if len(written) <= MOST_LETTERS else f"{written[: MOST_LETTERS - 1]}…"
