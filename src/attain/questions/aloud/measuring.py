"""Reads aloud what is measured and against which targets: ``Sum value per quarter, against bookings``."""

from collections.abc import Iterator

from attain.credits import Credit
from attain.documents import Model, Text
from attain.measures import Measure
from attain.measures.model import KIND_WORDS
from attain.questions.aloud.crediting import credit_sentences
from attain.questions.aloud.words import listed, others, plain, sentence, spoken
from attain.targets import TargetRule

_MODES = {"down": "down", "up": "up", "half_away": "to the nearest"}
_PRORATED = {
    "none": "whole for a part of it",
    "calendar_days": "by calendar days for a part of it",
    "working_days": "by working days for a part of it",
    "whole_months": "by whole months for a part of it",
}
_KEYS = ("per", "owner", "credit", "against", "group", "round", "over", "among", "ties", *KIND_WORDS)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def measure_sentences(measure: Measure | Text | None) -> Iterator[str]:
    """Read a measure, the name of one, or that every deal stands alone."""
    if measure is None:
        yield "Each credit is rated alone."
        return
    if not isinstance(measure, Measure):
        yield f"Read it on the measure {measure}."
        return
    against = f", against {measure.against}" if measure.against is not None else ""
    owner = "" if str(measure.owner) == "payee" else f", for each {spoken(measure.owner)}"
    owner = ", for all together" if str(measure.owner) == "all" else owner
    yield f"{_measured(measure)} {_per(measure.per)}{against}{owner}."
    if isinstance(measure.credit, Credit):
        yield from (text.replace("Credit ", "It is fed by ", 1) for text in credit_sentences(measure.credit))
    elif measure.credit is not None:
        names = [str(name) for name in measure.credit] if isinstance(measure.credit, tuple) else [str(measure.credit)]
        yield f"It is fed by the credits of {listed(names)}."
    if measure.group != "transaction":
        yield f"All credits of a {measure.group} move it together."
    if measure.round is not None:
        yield f"It is rounded {_MODES[measure.round.mode]} to {spoken(measure.round.to)} before bounds are compared."
    yield from others(measure, *_KEYS)


def _measured(measure: Measure) -> str:
    if measure.sum is not None:
        return f"Sum {spoken(measure.sum)}"
    if measure.count is not None:
        return f"Count {measure.count}"
    if measure.ratio is not None and measure.over is not None:
        return f"Divide {spoken(measure.ratio)} by {spoken(measure.over)}"
    if measure.last is not None:
        return f"Take the last {spoken(measure.last)}"
    if measure.formula is not None:
        return f"Work out {spoken(measure.formula)}"
    if measure.rank is not None:
        among = f" among those with {spoken(measure.among)}" if measure.among is not None else ""
        ties = ", with no place left out after equal ones" if measure.ties == "dense" else ""
        return f"Rank payees by {measure.rank}{among}{ties}"
    return f"Measure {measure.kind}"


def _per(window: str) -> str:
    """Say how often something starts again.

    >>> _per("quarter"), _per("ever"), _per("transaction")
    ('per quarter', 'for ever', 'deal by deal')
    """
    return {"ever": "for ever", "transaction": "deal by deal", "plan": "over the whole plan"}.get(
        window, f"per {window}"
    )


def target_sentences(name: str, rule: TargetRule) -> Iterator[str]:
    """Read a target."""
    base = spoken(rule.target_amount) if rule.target_amount is not None else "as the target table has it"
    parts = [f"{base} {_per(rule.per)}"]
    if rule.season:
        parts.append(f"seasoned {listed([spoken(share) for share in rule.season])}")
    if rule.ramp:
        parts.append(_ramp([spoken(step) for step in rule.ramp]))
    yield sentence(f"The target {name} is {', '.join(parts)}")
    if rule.prorate != "calendar_days" or rule.first_day != "counted":
        first = "" if rule.first_day == "counted" else ", without the first day"
        yield f"It is counted {_PRORATED[rule.prorate]}{first}."
    if rule.carry == "shortfall":
        yield "What was missed is added to the next."
    if rule.round_to is not None:
        yield f"It is rounded to {spoken(rule.round_to)}."
    if rule.when_zero != "error":
        yield f"Attainment of a target of 0 is {spoken(rule.when_zero)}."
    if rule.clause is not None:
        yield f"Clause {rule.clause}."
    known = ("amount", "per", "season", "ramp", "prorate", "first_day", "carry", "round", "when_zero", "clause")
    yield from others(rule, *known)


def _ramp(steps: list[str]) -> str:
    """Read the percents of the months of tenure; the last one stays.

    >>> _ramp(["50 %", "75 %", "100 %"])
    '50 % of it in the first month of tenure, 75 % in the second and 100 % from the third on'
    """
    places = [_ORDINALS[n] if n < len(_ORDINALS) else f"{n + 1}th" for n in range(len(steps))]
    said = [f"{step} in the {place}" for step, place in zip(steps[:-1], places[:-1], strict=True)]
    said.append(f"{steps[-1]} from the {places[-1]} on")
    first, *rest = said
    head = first.replace(" in the first", " of it in the first month of tenure").replace(
        " from the first on", " of it from the first month of tenure on"
    )
    return listed([head, *rest])


def table_sentences(name: str, table: object) -> Iterator[str]:
    """Read a table: its source and keys, or its values."""
    yield sentence(f"The table {name} has {plain(table.node if isinstance(table, Model) else table)}")
