"""The classes of differences, each tried in order; the first that explains a difference to the cent is taken.

120.00 against 118.80 on a credit of 1,200.00 is 10 % against 9.9 %: a rate. 118.80 at 1.1 in another currency would be
an exchange rate, and is tried before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from attain.money import Rounding, round_fraction
from attain.runs import Opened, Results
from attain.runs.inputs.evaluation import constant_of

SCALES = (10, 100, 1000)
FINEST_RATE = 10**4  # a rate with at most two decimals of a percent


@dataclass(frozen=True)
class Pair:
    """One payee and deal on both sides; amounts in minor units."""

    payee: str
    deal: str
    ours: int
    theirs: int
    our_periods: Mapping[str, int]
    their_periods: Mapping[str, int]
    our_currencies: frozenset[str]
    their_currencies: frozenset[str]
    their_amounts: tuple[int, ...]
    our_line_count: int
    reversed_by: int
    is_ours: bool
    is_theirs: bool


@dataclass(frozen=True)
class Evidence:
    """What is known that may explain a difference.

    Attributes:
        payees: everybody in the roster.
        deals: every transaction of every source.
        credits: by payee and deal, the credit in minor units, per component.
        full: by deal, the largest credit that anybody would have for all of it.
        fx: exchange rates, both ways.
        rates: the percents that plans pay.
    """

    payees: frozenset[str]
    deals: frozenset[str]
    credits: Mapping[tuple[str, str], frozenset[int]]
    full: Mapping[str, int]
    fx: frozenset[Fraction]
    rates: frozenset[Fraction]

    @classmethod
    def of(cls, opened: Opened, results: Results) -> "Evidence":
        """Gather it from a workspace and its calculation."""
        assert opened.facts is not None, "the workspace was calculated"
        columns = ["payee_id", "transaction_id", "component_id", "credit_amount"]
        credited: dict[tuple[str, str], set[int]] = {}
        whole: dict[tuple[str, str], int] = {}
        for payee, deal, component, minor in results.tables["credits"].select(columns).iter_rows():
            credited.setdefault((payee, deal), set()).add(minor)
            whole[deal, component] = whole.get((deal, component), 0) + minor
        full: dict[str, int] = {}
        for (deal, _), minor in whole.items():
            full[deal] = max(full.get(deal, 0), minor)
        deals = {i for t in opened.facts.transactions.values() for i in t.frame["transaction_id"].to_list()}
        return cls(
            frozenset(opened.facts.roster.people),
            frozenset(deals),
            {key: frozenset(minors) for key, minors in credited.items()},
            full,
            frozenset(_exchange_rates(opened)),
            frozenset(_rates(results)),
        )


def _exchange_rates(opened: Opened) -> set[Fraction]:
    table = opened.loaded.fx
    if table is None or "rate" not in table.columns:
        return set()
    whole = 10 ** table.columns["rate"].scale
    found = {Fraction(rate, whole) for rate in table.frame["rate"].drop_nulls().to_list() if rate}
    return found | {1 / rate for rate in found}


def _rates(results: Results) -> set[Fraction]:
    found: set[Fraction] = set()
    for run in results.runs.values():
        for component in run.components.values():
            for pay in component.rate.pays():
                texts = list(pay.values()) if isinstance(pay, dict) else [pay]
                values = [constant_of(text) for text in texts]
                found |= {value for value in values if value is not None}
    return found


Judged = tuple[str, str]


def kind_of(one: Pair, of_deal: Sequence[Pair], known: Evidence) -> Judged:
    """Say of which class a pair is, and why; ``nothing`` where neither side has an amount."""
    for judge in _ORDER:
        found = judge(one, of_deal, known)
        if found is not None:
            return found
    return "unexplained", f"ours {one.ours}, theirs {one.theirs}, in minor units; no known cause gives this difference"


def _equal(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    if not one.ours and not one.theirs and not one.is_theirs:
        return "nothing", ""
    same_currency = not one.their_currencies or not one.our_currencies or one.their_currencies == one.our_currencies
    if one.ours == one.theirs and same_currency and _same_periods(one):
        return "equal", ""
    return None


def _same_periods(one: Pair) -> bool:
    return not one.their_periods or one.our_periods == one.their_periods


def _unknown_payee(one: Pair, _of_deal: Sequence[Pair], known: Evidence) -> Judged | None:
    if one.is_theirs and one.payee not in known.payees:
        return "unknown payee", f"'{one.payee}' is not in the roster"
    return None


def _other_currency(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    ours, theirs = ("/".join(sorted(side)) for side in (one.our_currencies, one.their_currencies))
    return ("currency", f"ours in {ours}, theirs in {theirs}") if ours and theirs and ours != theirs else None


def _exchanged(one: Pair, _of_deal: Sequence[Pair], known: Evidence) -> Judged | None:
    for rate in sorted(known.fx - {Fraction(1)}):
        if one.ours and one.theirs and abs(_rounded(one.ours * rate) - one.theirs) <= one.our_line_count:
            return "currency", f"theirs is ours at the exchange rate {_text(rate)}"
    return None


def _timing(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    if one.ours == one.theirs and not _same_periods(one):
        return "timing", f"ours in {_named(one.our_periods)}, theirs in {_named(one.their_periods)}"
    return None


def _rounding(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    lines = max(1, one.our_line_count)
    if one.is_ours and one.is_theirs and 0 < abs(one.theirs - one.ours) <= lines:
        return "rounding", f"{abs(one.theirs - one.ours)} minor units on {lines} lines"
    return None


def _duplicate(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    times = len(one.their_amounts)
    if times > 1 and one.ours and one.theirs == times * one.ours and set(one.their_amounts) == {one.ours}:
        return "duplicate", f"theirs has the line {times} times"
    return None


def _sign(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    if one.ours and one.theirs == -one.ours:
        return "sign", "theirs is ours with the other sign"
    return None


def _clawback(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    if one.reversed_by and one.theirs == one.ours - one.reversed_by:
        return "clawback", "theirs does not take back what was cancelled"
    return None


def _scale(one: Pair, _of_deal: Sequence[Pair], _known: Evidence) -> Judged | None:
    for times in SCALES:
        if one.ours and one.theirs and one.theirs in {one.ours * times, _rounded(Fraction(one.ours, times))}:
            return "scale", f"the decimal point stands elsewhere: {times} times"
    return None


def _credit(one: Pair, of_deal: Sequence[Pair], known: Evidence) -> Judged | None:
    """The deal is shared out otherwise: to other people, or in other shares."""
    others = [pair for pair in of_deal if pair.payee != one.payee]
    if one.deal and not one.is_theirs and any(_is_counterpart(one.ours, pair) for pair in others):
        return "credit", "theirs pays this deal to somebody else"
    if one.deal and not one.is_ours and one.deal in known.deals and any(pair.is_ours for pair in others):
        return "credit", "ours credits this deal to somebody else"
    if not one.is_ours or not one.is_theirs:
        return None
    if others and sum(pair.ours for pair in of_deal) == sum(pair.theirs for pair in of_deal):
        return "credit", "the deal pays the same in all, in other shares"
    full = known.full.get(one.deal, 0)
    for credited in known.credits.get((one.payee, one.deal), ()):
        if credited and full != credited and abs(_rounded(Fraction(one.ours * full, credited)) - one.theirs) <= 1:
            return "credit", "theirs credits all of the deal, ours a share"
    return None


def _is_counterpart(minor: int, pair: Pair) -> bool:
    return pair.is_theirs and pair.theirs - pair.ours == minor


def _lost(one: Pair, _of_deal: Sequence[Pair], known: Evidence) -> Judged | None:
    if one.is_ours and not one.is_theirs:
        return "missing", "theirs has no line for it"
    if one.is_theirs and not one.is_ours:
        known_deal = one.deal in known.deals
        return "extra", "ours credits it to nobody" if known_deal else f"there is no deal '{one.deal}'"
    return None


def _rate(one: Pair, _of_deal: Sequence[Pair], known: Evidence) -> Judged | None:
    for credited in known.credits.get((one.payee, one.deal), ()):
        if not credited:
            continue
        for rate in sorted(known.rates):
            if abs(_rounded(credited * rate) - one.theirs) <= 1:
                return "rate", f"theirs pays {_text(rate * 100)} % of the credit, a rate of the plan"
        asked = Fraction(one.theirs, credited)
        near = Fraction(_rounded(asked * FINEST_RATE), FINEST_RATE)
        if near and abs(_rounded(credited * near) - one.theirs) <= 1 and abs(credited) >= FINEST_RATE:
            return "rate", f"theirs pays {_text(near * 100)} % of the credit"
    return None


_ORDER: tuple[Callable[[Pair, Sequence[Pair], Evidence], Judged | None], ...] = (
    _equal,
    _unknown_payee,
    _other_currency,
    _timing,
    _rounding,
    _duplicate,
    _sign,
    _clawback,
    _credit,
    _lost,
    _exchanged,
    _scale,
    _rate,
)


def _rounded(number: Fraction) -> int:
    return round_fraction(number, Rounding())


def _text(number: Fraction) -> str:
    """Write a number with at most six decimals."""
    scaled = _rounded(number * 10**6)
    sign, digits = "-" if scaled < 0 else "", f"{abs(scaled):07d}"
    return f"{sign}{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")


def _named(periods: Mapping[str, int]) -> str:
    return ", ".join(sorted(periods)) or "none"
