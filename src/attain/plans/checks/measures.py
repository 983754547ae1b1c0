"""Measures: what is added up over every row that feeds them, whose it is, and the target they are compared with."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.documents import place_of
from attain.expressions import ValueKind
from attain.measures import Measure
from attain.measures.problems import MIXED_FEEDS, TARGET_OF_TRANSACTION
from attain.plans.checks.expressions import Checker
from attain.plans.checks.surroundings import ALONE, Surroundings, stored_kind

_NOT_EXPRESSIONS = ("payee", "all")


def measure_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every measure that the plan writes out."""
    for name, measure in around.measures.items():
        if measure is not ALONE:
            yield from _values(name, measure, around)
            yield from _owner(name, measure, around)
            yield from _units(name, measure, around)
            yield from _target(name, measure)


def _values(name: str, measure: Measure, around: Surroundings) -> Iterator[Diagnostic]:
    """What is measured is read from the rows of every rule that feeds the measure."""
    texts = [measure.sum, measure.ratio, measure.over, measure.last]
    for rule in around.feeds_of(name):
        vocabulary = around.vocabulary(rule)
        row = Checker(vocabulary.worth() if vocabulary else None)
        for text in texts:
            if text is not None and str(text).strip() != "value":
                yield from row.number(text)


def _owner(name: str, measure: Measure, around: Surroundings) -> Iterator[Diagnostic]:
    if str(measure.owner) in _NOT_EXPRESSIONS:
        return
    rated = around.rated_by(name) if name in around.plan.measures else (name,)
    for rule in dict.fromkeys((*around.feeds_of(name), *rated)):
        vocabulary = around.vocabulary(rule) if rule in around.rules else None
        yield from Checker(vocabulary.person() if vocabulary else None).word(measure.owner)


def _units(name: str, measure: Measure, around: Surroundings) -> Iterator[Diagnostic]:
    """Whatever feeds a measure has one unit."""
    text = measure.sum or measure.ratio or measure.last
    if text is None:
        return
    kinds: dict[str, ValueKind | None] = {rule: around.kind_in_row(rule, text) for rule in around.feeds_of(name)}
    known = {rule: stored_kind(kind) for rule, kind in kinds.items() if kind is not None}
    first = next(iter(known), "")
    for rule, kind in known.items():
        if kind != known[first]:
            what = f"measure '{name}' adds up {known[first]} of '{first}' and {kind} of '{rule}'"
            fix = "feed it from credits of one unit, or make two measures of it"
            yield Diagnostic.of(MIXED_FEEDS, place_of(text), what, fix)


def _target(name: str, measure: Measure) -> Iterator[Diagnostic]:
    if measure.against is not None and measure.per == "transaction":
        what = f"measure '{name}' starts again with every transaction, and is compared with '{measure.against}'"
        fix = "measure a period, such as per: quarter, or remove 'against'"
        yield Diagnostic.of(TARGET_OF_TRANSACTION, measure.against.place, what, fix)
