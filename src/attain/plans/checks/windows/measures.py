"""Measures made of measures: what they read exists, is known in a window, and does not run in a circle."""

from collections.abc import Iterator
from dataclasses import replace

from attain.diagnostics import Diagnostic
from attain.documents import Text, instead_of
from attain.measures.problems import CYCLE, NOT_IN_A_WINDOW, UNKNOWN_MEASURE
from attain.plans.checks.expressions import Checker, names_in, place_in
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.derived import in_order_of_reading
from attain.plans.vocabulary import Vocabulary

_PAYEE = "payee"


def measure_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every formula and every rank."""
    known = set(in_order_of_reading(around.measures))
    vocabulary = around.window_vocabulary()
    for name, measure in around.measures.items():
        if not measure.is_derived:
            continue
        if measure.rank is not None and measure.rank not in around.measures:
            fix = instead_of(measure.rank, around.measures, "the measures are")
            yield Diagnostic.of(UNKNOWN_MEASURE, measure.rank.place, f"there is no measure '{measure.rank}'", fix)
            continue
        if name not in known:
            what = f"measure '{name}' is made of measures that are made of it"
            yield Diagnostic.of(CYCLE, measure.place, what, "write one of them over measures that credits move")
            continue
        ranked = vocabulary.measures.get(str(measure.rank))
        checker = Checker(replace(vocabulary, own=ranked).line())
        if measure.formula is not None:
            yield from checker.number(measure.formula)
        yield from checker.condition(measure.among)
        yield from unreadable(around, vocabulary, measure.formula, measure.among)
        if measure.rank is not None:
            yield from _unread(str(measure.rank), measure.rank, around, vocabulary)


def unreadable(around: Surroundings, vocabulary: Vocabulary, *texts: Text | None) -> Iterator[Diagnostic]:
    """Find measures that expressions about a window read and that nobody has in a window."""
    for text in texts:
        if text is None:
            continue
        dotted = sorted(word for word in names_in(text) if word.partition(".")[0] in around.measures and "." in word)
        for name, word in {word.partition(".")[0]: word for word in dotted}.items():
            for problem in _unread(name, text, around, vocabulary):
                yield replace(problem, where=place_in(text, word))


def _unread(name: str, at: Text, around: Surroundings, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """A measure is read by its window and its owner; a credit's own are not known without the credit."""
    measure = around.measures[name]
    if measure is ALONE or measure.per == "transaction":
        what = f"'{name}' measures single transactions, and a window has many"
        yield Diagnostic.of(NOT_IN_A_WINDOW, at.place, what, "give the measure a window, such as per: quarter")
    elif str(measure.owner) not in {_PAYEE, "all"}:
        found = Checker(vocabulary.payee()).read(measure.owner, "text")
        if found.problems:
            what = f"'{name}' belongs to '{measure.owner}', and that is known only of a credit"
            fix = "read a measure that belongs to the payee, to payee.team or to all"
            yield Diagnostic.of(NOT_IN_A_WINDOW, at.place, what, fix)
