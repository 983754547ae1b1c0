"""The plan's components and measures as the oracle reads them: every default filled in, every name resolved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from tests.oracle.rounding import half_away


@dataclass(frozen=True)
class Measure:
    """A measure: what it counts, whose credits feed it, whose it is, and when it starts again.

    Attributes:
        kind: ``sum``, ``count``, ``ratio``, ``last``, ``formula`` or ``rank``.
        expression: what is summed, reported, worked out, ranked, or stands above the line of a ratio.
        over: what stands below the line of a ratio.
        fed_by: the components whose credits feed it.
        per: the window; ``transaction`` where each stands alone.
        owner: an expression, or None for the payee.
    """

    name: str
    kind: str
    expression: str
    over: str
    fed_by: tuple[str, ...]
    per: str
    owner: str | None = None
    against: str | None = None
    group: str = "transaction"
    round: dict[str, str] | None = None
    among: str | None = None
    ties: str = "min"

    @property
    def is_walked(self) -> bool:
        """Whether credits move it; the others are made of measures."""
        return self.kind in {"sum", "count", "ratio", "last"}

    def rounded(self, share: Fraction) -> Fraction:
        """The value as it is compared with bounds: rounded if the plan says so."""
        if self.round is None:
            return share
        text = self.round["to"]
        unit = Fraction(text.rstrip("% ")) / (100 if text.endswith("%") else 1)
        ways = {
            "down": floor(share / unit),
            "up": ceil(share / unit),
            "half_away": half_away(share / unit, Fraction(1)),
        }
        return ways[self.round.get("mode", "half_away")] * unit

    @property
    def expressions(self) -> list[str]:
        """The expressions that a credit must know the value of."""
        return [text for text in (self.expression, self.over) if text]


@dataclass(frozen=True)
class Component:
    """A component: whose credits, which measure, which rate, and what happens to the earning.

    Attributes:
        credit: the written credit rule.
        credited_as: the component whose credits these are (itself, unless it names another one).
        rate: the written rate; a single quantity is a flat rate. None for a credit that only feeds a measure.
    """

    name: str
    credit: dict | None
    credited_as: str
    measure: str
    rate: dict | None
    modifiers: list[dict] = field(default_factory=list)
    release: list[dict] | dict = field(default_factory=list)
    holds: list[dict] = field(default_factory=list)
    earned: dict | None = None
    clawback: dict | None = None


KINDS = ("sum", "count", "ratio", "last", "formula", "rank")
WINDOWED = ("pool", "rank_prize", "formula")
ALONE = {"count": "transactions", "per": "transaction"}


def components(plan: dict) -> dict[str, Component]:
    """Every component of the plan, then one without a rate for each measure with a credit of its own."""
    found = {name: _component(name, written, plan) for name, written in plan["components"].items()}
    for name, written in plan.get("measures", {}).items():
        if isinstance(written.get("credit"), dict):
            own, measured = (
                f"measure {name}",
                [written[key] for key in ("sum", "ratio", "over", "last") if key in written],
            )
            worth = {"value": next(iter(measured), "1")} if "value" not in " ".join(measured) else {}
            found[own] = Component(own, worth | written["credit"], own, own, None)
    return found


def measures(plan: dict) -> dict[str, Measure]:
    """Every measure of the plan, by its name or by the name of the component it belongs to."""
    reading = {
        name: [c for c, w in plan["components"].items() if name in _read(w)] for name in plan.get("measures", {})
    }
    found = {name: _measure(name, written, reading[name]) for name, written in plan.get("measures", {}).items()}
    for name, written in plan["components"].items():
        measure = _rated_by(written)
        if isinstance(measure, dict):
            found[name] = _measure(name, measure, (name,))
    return found


def matrix_measures(rate: object) -> list[str]:
    """The measures that a matrix names."""
    dimensions = rate.get("dimensions", []) if isinstance(rate, dict) else []
    return [dimension["measure"] for dimension in dimensions if "measure" in dimension]


def _rated_by(written: dict) -> dict | str:
    """A component's measure as written, else the first of its matrix, else each credit alone."""
    return written.get("measure", next(iter(matrix_measures(written["rate"])), ALONE))


def _read(written: dict) -> list[str]:
    own = written.get("measure")
    return [*([own] if isinstance(own, str) else []), *matrix_measures(written["rate"])]


def _component(name: str, written: dict, plan: dict) -> Component:
    credit, as_component = written.get("credit"), name
    if isinstance(credit, str):
        credit, as_component = plan["components"][credit]["credit"], credit
    measure = _rated_by(written)
    rate = written["rate"]
    return Component(
        name=name,
        credit=credit,
        credited_as=as_component,
        measure=measure if isinstance(measure, str) else name,
        rate={"kind": "flat_rate", "pay": rate} if isinstance(rate, str) else rate,
        modifiers=written.get("modifiers", []),
        release=written.get("release", []),
        holds=[*plan.get("holds", []), *written.get("holds", [])],
        earned=written.get("earned"),
        clawback=written.get("clawback"),
    )


def _measure(name: str, written: dict, own: Sequence[str]) -> Measure:
    kind = next(kind for kind in KINDS if kind in written)
    feeds = written.get("credit", list(own))
    if isinstance(feeds, dict):
        feeds = [f"measure {name}"]
    return Measure(
        name=name,
        kind=kind,
        expression="" if kind == "count" else written[kind],
        over=written.get("over", ""),
        fed_by=(feeds,) if isinstance(feeds, str) else tuple(feeds),
        per=written["per"],
        owner=written.get("owner") if written.get("owner") != "payee" else None,
        against=written.get("against"),
        group=written.get("group", "transaction"),
        round=written.get("round"),
        among=written.get("among"),
        ties=written.get("ties", "min"),
    )


def is_windowed(component: Component, known: dict[str, Measure]) -> bool:
    """Whether a component pays for windows: one line for each, without a deal."""
    kind = component.rate["kind"]
    is_alone = component.credit is None and kind in {"interpolated", "step_bonus"}
    return kind in WINDOWED or is_alone or not known[component.measure].is_walked
