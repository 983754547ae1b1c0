"""A matrix: pays that fit its dimensions, measures that exist, bounds in their unit, a reading with a meaning."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, instead_of, place_of
from attain.measures import Measure
from attain.measures.problems import UNKNOWN_MEASURE
from attain.plans.checks.expressions import SHARES, Checker
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.checks.table_rows import placed, rising
from attain.plans.vocabulary import Vocabulary
from attain.rates import Matrix
from attain.rates.grids import Cells, Dimension
from attain.rates.problems import (
    AMOUNT_BOUND,
    BAD_GRID,
    BY_MISMATCH,
    CUT_PAYOUT,
    DEDUCTIBLE,
    NOT_ADDITIVE,
    PERCENT_OF_NOTHING,
)

_ADDING_UP = frozenset({"sum", "count"})


def matrix_problems(rate: Matrix, around: Surroundings, vocabulary: Vocabulary | None) -> Iterator[Diagnostic]:
    """Check what only a matrix has."""
    yield from _reading(rate)
    yield from _shape(rate.pay, rate.dimensions, "pay")
    yield from _twice(rate)
    for number, dimension in enumerate(rate.dimensions):
        label = f"dimensions[{number}].from[{{}}]"
        yield from rising(dimension.from_, label, "bounds", dimension.place)
        if dimension.measure is not None:
            yield from _of_measure(rate, dimension, dimension.measure, around)
        else:
            yield from _of_credit(dimension, vocabulary)


def _reading(rate: Matrix) -> Iterator[Diagnostic]:
    if rate.is_payout and rate.is_marginal:
        what = "'apply: marginal' cuts a credit into pieces, and 'pays: payout' pays for being in a cell"
        fix = "remove 'apply' for a payout, or remove 'pays' for rates on pieces"
        yield Diagnostic.of(CUT_PAYOUT, rate.value_place("apply"), what, fix)
    if rate.by is not None:
        what = f"'by: {rate.by}' picks a pay by its value; a matrix has a dimension for that"
        fix = f"write it as a dimension: {{by: {rate.by}, in: [.., else]}}"
        yield Diagnostic.of(BY_MISMATCH, place_of(rate.by), what, fix)


def _shape(cells: Cells, dimensions: tuple[Dimension, ...], path: str) -> Iterator[Diagnostic]:
    """One level for each dimension, and in it one entry for each of its bounds or words."""
    own, inner = dimensions[0], dimensions[1:]
    if len(cells.entries) != own.size:
        listed = ", ".join(map(str, own.in_)) or ", ".join(bound.text for bound in own.from_)
        what = f"{path} has {_entries(len(cells.entries))}, and '{own.text}' has {own.size}: {listed}"
        yield Diagnostic.of(BAD_GRID, cells.place, what, f"write {_entries(own.size)}, one for each of them")
    for number, entry in enumerate(cells.entries):
        at = f"{path}[{number}]"
        if isinstance(entry, Cells) and inner:
            yield from _shape(entry, inner, at)
        elif isinstance(entry, Cells):
            what, fix = f"{at} is a list, and no dimension is left for it", "write one pay there, or add a dimension"
            yield Diagnostic.of(BAD_GRID, entry.place, what, fix)
        elif inner:
            what = f"{at} is a single value, and '{inner[0].text}' has {inner[0].size} of them"
            fix = f"write a list of {inner[0].size} there, one for each"
            yield Diagnostic.of(BAD_GRID, place_of(entry), what, fix)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _twice(rate: Matrix) -> Iterator[Diagnostic]:
    """No measure is read by two dimensions, and no word stands twice in one."""
    measures: set[str] = set()
    for name in rate.measures():
        if str(name) in measures:
            what = f"two dimensions read the measure '{name}'"
            yield Diagnostic.of(BAD_GRID, name.place, what, "put all its bounds into one dimension")
        measures.add(str(name))
    for dimension in rate.dimensions:
        words: set[str] = set()
        for word in dimension.in_:
            if str(word) in words:
                what = f"'{word}' stands twice in '{dimension.text}'"
                yield Diagnostic.of(BAD_GRID, word.place, what, "keep one of them, and its pays")
            words.add(str(word))


# measures


def _of_measure(rate: Matrix, dimension: Dimension, name: Text, around: Surroundings) -> Iterator[Diagnostic]:
    known = {one: measure for one, measure in around.measures.items() if measure is not ALONE}
    measure = known.get(str(name))
    if measure is None:
        fix = instead_of(name, known, "the measures are") if known else "add it under 'measures:'"
        yield Diagnostic.of(UNKNOWN_MEASURE, name.place, f"there is no measure '{name}'", fix)
        return
    if rate.is_marginal and measure.kind not in _ADDING_UP:
        what = f"'apply: marginal' slices a measure that adds up; '{measure.kind}' goes up and down"
        yield Diagnostic.of(NOT_ADDITIVE, name.place, what, "use 'apply: whole', or measure a sum")
    yield from _bounds_of(dimension, name, measure, around)
    first = dimension.from_[0]
    if rate.is_marginal and first.value > 0:
        what = f"'{name}' starts at {first.text}: below it no cell pays, and that part is never paid back"
        fix = f"if reaching {first.text} should pay from the first dollar use 'apply: whole', or start at 0"
        yield Diagnostic.of(DEDUCTIBLE, placed(first, dimension.place), what, fix)


def _bounds_of(dimension: Dimension, name: Text, measure: Measure, around: Surroundings) -> Iterator[Diagnostic]:
    kind = around.measure_kind(str(name))
    has_attainment = measure.against is not None or measure.ratio is not None
    if kind is None and not has_attainment:
        return
    is_share = has_attainment or kind in SHARES
    for bound in dimension.from_:
        place = placed(bound, dimension.place)
        if bound.value and bound.is_percent and not is_share:
            target = next(iter(around.plan.targets), "TARGET")
            what = f"bound {bound.text} is a share of a target, but measure '{name}' has no 'against'"
            fix = f"add 'against: {target}' to the measure, or write the bound as an amount"
            yield Diagnostic.of(PERCENT_OF_NOTHING, place, what, fix)
        elif bound.value and not bound.is_percent and is_share:
            of = f"a percent of '{measure.against}'" if measure.against is not None else "a percent"
            what = f"bound {bound.text} is an amount, but measure '{name}' is {of}"
            yield Diagnostic.of(AMOUNT_BOUND, place, what, "write the bound as a percent, such as 100%")


# values and words


def _of_credit(dimension: Dimension, vocabulary: Vocabulary | None) -> Iterator[Diagnostic]:
    checker = Checker(vocabulary.credit() if vocabulary else None)
    if dimension.by is not None:
        yield from checker.value(dimension.by)
        return
    assert dimension.value is not None
    read = checker.read(dimension.value, "numeric")
    yield from read.problems
    if read.kind is None:
        return
    for bound in dimension.from_:
        if bound.value and bound.is_percent != read.is_share:
            yield _wrong_unit(dimension, bound.text, placed(bound, dimension.place), is_share=read.is_share)


def _wrong_unit(dimension: Dimension, text: str, place: Place, *, is_share: bool) -> Diagnostic:
    if is_share:
        what = f"bound {text} is an amount, but '{dimension.text}' is a percent"
        why = "no percent comes near an amount"
        return Diagnostic.of(AMOUNT_BOUND, place, what, "write the bound as a percent, such as 30%", why=why)
    what = f"bound {text} is a percent, but '{dimension.text}' is none"
    why = "nobody could say what it is a percent of"
    return Diagnostic.of(PERCENT_OF_NOTHING, place, what, "write the bound as an amount, such as 12", why=why)
