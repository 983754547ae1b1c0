"""Rules and sums in words."""

from collections.abc import Mapping
from fractions import Fraction

from attain.documents import Text
from attain.questions.explain.choices import rate_kind
from attain.questions.explain.windows.words import window_words
from attain.rates import Interpolated, Pay, StepBonus, TierTable
from attain.runs.planning import PlanRun
from attain.statements import ComponentPart, Figures

ZERO = Fraction(0)
MOST_LETTERS = 48


def rule_words(run: PlanRun, name: str) -> str:
    """Say in one line how a component pays.

    A marginal rate reads ``8% / 12% / 15% on each slice of amount per quarter, against quota``.
    """
    if run.plan.is_windowed(name):
        return window_words(run, name)
    component = run.components[name]
    measure = run.measures[run.measure_of(name)]
    worth = _worth(run, name)
    what = str(measure.sum or measure.ratio or measure.last or "deals")
    what = worth if what.strip() == "value" else what
    over = f" over {measure.over}" if measure.over is not None else ""
    per = "per deal" if measure.per == "transaction" else f"per {measure.per}"
    against = f", against {measure.against}" if measure.against is not None else ""
    kind = rate_kind(component.rate)
    if component.rated_by is None:
        return f"{_pays(run, name)} {_OF.get(kind, 'by')} {component.rate.of or worth}"
    return f"{_pays(run, name)} {_BY.get(kind, 'by')} {what}{over} {per}{against}"


def _worth(run: PlanRun, name: str) -> str:
    """What a deal is worth, as the plan writes it; a long expression is only called so."""
    written = str(run.credit_rules[name].value or "amount")
    return written if len(written) <= MOST_LETTERS else "the value"


_OF = {"flat_rate": "of", "per_unit": "for each"}
_BY = {
    "flat_rate": "of each deal; measured:",
    "per_unit": "for each unit; measured:",
    "marginal_tiers": "on each slice of",
    "whole_tiers": "on everything, by",
    "step_bonus": "for reaching steps of",
    "interpolated": "along a curve of",
    "matrix": "by a matrix of",
}


def _pays(run: PlanRun, name: str) -> str:
    rate = run.components[name].rate
    written = getattr(rate, "tiers", None)
    if isinstance(written, TierTable):
        return f"tiers of '{written.table}' by {', '.join(str(by) for by in written.by)}"
    if isinstance(rate, Interpolated):
        return " / ".join(y.text for _, y in rate.points)
    pays = " / ".join(_pay(pay) for pay in rate.pays())
    if len(pays) > MOST_LETTERS:
        return f"{len(list(rate.pays()))} rates"
    every = f"every {rate.every.text}: " if isinstance(rate, StepBonus) and rate.every is not None else ""
    return every + pays


def _pay(pay: Pay) -> str:
    if isinstance(pay, Text):
        return str(pay)
    return ", ".join(f"{key} {one}" for key, one in pay.items())


def sums_of(components: tuple[ComponentPart, ...], figures: Figures) -> Mapping[str, str]:
    """Say what the flows of a payment are sums of."""
    return {
        "earned": _sum({c.title: _added(c, sign=1) for c in components}, figures),
        "clawed_back": _sum({c.title: _added(c, sign=-1) for c in components}, figures),
        "held": _sum({c.title: sum((max(ZERO, li.pay_kept) for li in c.lines), ZERO) for c in components}, figures),
        "released": _sum({c.title: _released(c) for c in components}, figures),
    }


def _added(part: ComponentPart, *, sign: int) -> Fraction:
    return sum((max(ZERO, line.pay_amount * sign) for line in part.lines), ZERO)


def _released(part: ComponentPart) -> Fraction:
    own = sum((max(ZERO, -line.pay_kept) for line in part.lines), ZERO)
    return own + sum((one.pay_released for one in part.released), ZERO)


def _sum(named: Mapping[str, Fraction], figures: Figures) -> str:
    parts = [f"{title} {figures.money(worth)}" for title, worth in named.items() if worth]
    total = figures.money(sum(named.values(), ZERO))
    return f"{' + '.join(parts)} = {total}" if len(parts) > 1 else parts[0] if parts else total
