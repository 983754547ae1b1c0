"""Measures made of other measures: in which order they are known, and what their values are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from attain.documents import Text
from attain.expressions import ColumnType, compile_expression
from attain.measures import Measure
from attain.plans.checks.expressions import names_in, parsed_of
from attain.plans.vocabulary import BIG, MeasureType, NumberKind, Vocabulary

# Windows that have none before them.
_ENDLESS = ("plan", "ever", "transaction")


def read_by(measure: Measure, names: frozenset[str], known: Mapping[str, object]) -> set[str]:
    """Name the measures that a derived measure reads.

    Args:
        measure: the measure.
        names: the names its expressions use.
        known: every measure by name.
    """
    read = {name.split(".")[0] for name in names if "." in name} & set(known)
    return read | ({str(measure.rank)} & set(known) if measure.rank is not None else set[str]())


def names_of(*texts: Text | None) -> frozenset[str]:
    """Return the names that expressions use; none of one that cannot be read."""
    return frozenset[str]().union(*(names_in(text) for text in texts))


def in_order_of_reading(measures: Mapping[str, Measure]) -> Iterator[str]:
    """Yield the derived measures, each after those it reads; those in a circle are left out."""
    reads = {
        name: {other for other in read_by(m, names_of(m.formula, m.among), measures) if measures[other].is_derived}
        for name, m in measures.items()
        if m.is_derived
    }
    while ready := [name for name, read in reads.items() if not read & reads.keys()]:
        for name in ready:
            del reads[name]
            yield name


def with_derived(
    vocabulary: Vocabulary, measures: Mapping[str, Measure], type_of: Callable[[str], MeasureType]
) -> dict[str, MeasureType]:
    """Say what is known of every measure: of those that credits move, and of those that are made of them.

    Args:
        vocabulary: the other names that a formula may use.
        measures: every measure of the plan.
        type_of: what is known of a measure that credits move.
    """
    found = {
        name: replace(
            type_of(name),
            has_previous=measure.per not in _ENDLESS,
            adds_up=measure.kind in {"sum", "count"},
            is_in_years=measure.per not in _ENDLESS,
            has_target=measure.against is not None,
        )
        for name, measure in measures.items()
        if not measure.is_derived
    }
    for name in in_order_of_reading(measures):
        kind = _kind_of(replace(vocabulary, measures=found, own=None, is_window=True), measures[name])
        found[name] = MeasureType(ColumnType(kind, 0, BIG), is_share=kind == "percent", derived=kind)
    unknown = MeasureType(ColumnType("money", 0, BIG), is_share=False, derived="money")
    return {name: found.get(name, unknown) for name in measures}


def _kind_of(vocabulary: Vocabulary, measure: Measure) -> NumberKind:
    if measure.formula is None:
        return "count"
    parsed, _ = parsed_of(measure.formula)
    compiled = compile_expression(parsed, vocabulary.line(), "numeric")[0] if parsed is not None else None
    match compiled.kind if compiled is not None else "money":
        case "percent" | "ratio":
            return "percent"
        case "money":
            return "money"
        case "count":
            return "count"
        case _:
            return "decimal"
