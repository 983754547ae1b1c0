"""One name, one thing: a column, a target, a measure, a component and a table do not share a name."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.plans.checks.surroundings import Surroundings
from attain.plans.problems import NAME_TAKEN

_SECTIONS = {"targets": "target", "measures": "measure", "components": "component", "tables": "table"}
# Words that expressions know already: as names on their own, or before a dot.
_BARE = ("value", "attainment", "measured", "earned_on")
_BEFORE_A_DOT = ("payee", "seller")


def name_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Find names that could mean two things."""
    for section, noun in _SECTIONS.items():
        for name in getattr(around.plan, section):
            other = _other_thing(name, section, around)
            if other is not None:
                what, fix = other
                place = around.plan.key_place(section, name)
                yield Diagnostic.of(NAME_TAKEN, place, f"'{name}' is {what} and also a {noun}", f"rename the {noun}: {fix}")


def _other_thing(name: str, section: str, around: Surroundings) -> tuple[str, str] | None:
    """Say what else a name means, and why that cannot be."""
    source = next((source for source in around.used_sources() if name in source.columns), None)
    if source is not None:
        return f"a column of '{source.name}'", "a bare name is always a column"
    taken = {"targets": _BARE, "measures": _BEFORE_A_DOT, "components": _BEFORE_A_DOT, "tables": ()}[section]
    if name in taken:
        return "a word of every expression", "the word means the same in every plan"
    # Tables are named in quotes; the others are told apart by their names alone.
    earlier = {"targets": (), "measures": ("targets",), "components": ("targets", "measures"), "tables": ()}[section]
    found = next((other for other in earlier if name in getattr(around.plan, other)), None)
    return None if found is None else (f"a {_SECTIONS[found]}", "expressions tell them apart by name alone")
