"""Names of a plan: each means one thing, references lead to something, and they do not run in a circle."""

from collections.abc import Iterator, Mapping, Sequence

from attain.diagnostics import Diagnostic
from attain.documents import Text, instead_of
from attain.measures import Measure
from attain.measures.problems import CYCLE, UNKNOWN_FEED, UNKNOWN_MEASURE, UNKNOWN_TARGET
from attain.plans.checks.expressions import names_in
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.model import Plan
from attain.plans.problems import NAME_TAKEN, UNKNOWN_COMPONENT

_SECTIONS = {"targets": "target", "measures": "measure", "components": "component", "tables": "table"}
# What expressions could not tell a name from: words they know, and names of other sections.
_WORDS = {
    "targets": ("value", "attainment", "measured", "earned_on"),
    "measures": ("payee", "seller"),
    "components": ("payee", "seller"),
}
_AMBIGUOUS = "nobody could say which of the two an expression means"
_OTHERS = {"measures": ("targets",), "components": ("targets", "measures")}


def name_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Find names that could mean two things."""
    for section, noun in _SECTIONS.items():
        for name in getattr(around.plan, section):
            other = _other_thing(name, section, around)
            if other is not None:
                what, fix = f"'{name}' is {other} and also a {noun}", f"rename the {noun}"
                is_column = other.startswith("a column")
                fix, why = (f"{fix}: a bare name is always a column", "") if is_column else (fix, _AMBIGUOUS)
                yield Diagnostic.of(NAME_TAKEN, around.plan.key_place(section, name), what, fix, why=why)


def _other_thing(name: str, section: str, around: Surroundings) -> str | None:
    """Say what else a name means."""
    source = next((source for source in around.used_sources() if name in source.columns), None)
    if source is not None and (section == "targets" or _is_read_bare(name, around)):
        return f"a column of '{source.name}'"
    if name in _WORDS.get(section, ()):
        return "a word of every expression"
    found = next((other for other in _OTHERS.get(section, ()) if name in getattr(around.plan, other)), None)
    return None if found is None else f"a {_SECTIONS[found]}"


def _is_read_bare(name: str, around: Surroundings) -> bool:
    """Whether a name stands alone where a measure or a component could be meant: in a pay, or in a modifier."""
    texts: list[Text | None] = []
    for component in around.plan.components.values():
        texts.append(component.rate.by)
        for pay in component.rate.pays():
            texts += pay.values() if isinstance(pay, dict) else [pay]
        for item in component.modifiers:
            modifier = next(iter(vars(item).values()))
            texts += [getattr(modifier, key, None) for key in ("when", "by", "add", "at")]
    return any(name in names_in(text) for text in texts if isinstance(text, Text))


def reference_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Find references that lead nowhere or in a circle."""
    plan = around.plan
    for component in plan.components.values():
        if isinstance(component.credit, Text) and component.credit not in plan.components:
            what = f"there is no component '{component.credit}' to take the credits of"
            fix = instead_of(component.credit, plan.components, "the components are")
            yield Diagnostic.of(UNKNOWN_COMPONENT, component.credit.place, what, fix)
        if isinstance(component.measure, Text) and component.measure not in plan.measures:
            yield _unknown_measure(component.measure, plan)
    yield from _circles(plan)
    for name, measure in around.measures.items():
        if measure is not ALONE:
            yield from _of_measure(name, measure, around)


def _unknown_measure(name: Text, plan: Plan) -> Diagnostic:
    component = plan.components.get(name)
    fix = instead_of(name, plan.measures, "the measures are")
    if component is not None and isinstance(component.measure, Measure):
        fix = f"move the measure of component '{name}' to 'measures:', so that both can name it"
    return Diagnostic.of(UNKNOWN_MEASURE, name.place, f"there is no measure '{name}'", fix)


def _circles(plan: Plan) -> Iterator[Diagnostic]:
    """Report each circle of credits once, at the component of it that stands first."""
    told: set[str] = set()
    for start, component in plan.components.items():
        path = _path(start, plan)
        if path[-1] == start and len(path) > 1 and start not in told:
            told |= set(path)
            assert isinstance(component.credit, Text)
            what = f"the credits run in a circle: {' → '.join(path)}"
            fix = "write out the credit of one of them: source, value, to"
            yield Diagnostic.of(CYCLE, component.credit.place, what, fix)


def _path(start: str, plan: Plan) -> list[str]:
    """Follow a component's credit until it is written out, leads nowhere, or comes back to where it was."""
    path = [start]
    while True:
        component = plan.components.get(path[-1])
        if component is None or not isinstance(component.credit, Text):
            return path
        path.append(str(component.credit))
        if path[-1] in path[:-1]:
            return path


def _of_measure(name: str, measure: Measure, around: Surroundings) -> Iterator[Diagnostic]:
    plan = around.plan
    for feed in _named_feeds(measure):
        if feed not in plan.components:
            what = f"measure '{name}' is fed by '{feed}', and there is no such component"
            fix = instead_of(feed, plan.components, "the components are")
            yield Diagnostic.of(UNKNOWN_FEED, feed.place, what, fix)
    credited = [c for c in around.rated_by(name) if plan.components[c].credit is not None]
    if measure.credit is None and not measure.is_derived and name in plan.measures and not credited:
        what = f"measure '{name}' has no 'credit', and no component with credits is rated by it"
        fix = f"name the components whose credits move it, such as credit: {next(iter(plan.components))}"
        yield Diagnostic.of(UNKNOWN_FEED, plan.key_place("measures", name), what, fix)
    if measure.against is not None and measure.against not in plan.targets:
        yield unknown_target(measure.against, plan.targets)


def _named_feeds(measure: Measure) -> Sequence[Text]:
    if isinstance(measure.credit, tuple):
        return measure.credit
    return (measure.credit,) if isinstance(measure.credit, Text) else ()


def unknown_target(name: Text, known: Mapping[str, object], introduction: str = "the targets are") -> Diagnostic:
    """Report a target that the plan does not have."""
    fix = f"add it under 'targets:', such as {name}: {{amount: 100000, per: quarter}}"
    fix = instead_of(name, known, introduction) if known else fix
    return Diagnostic.of(UNKNOWN_TARGET, name.place, f"there is no target '{name}'", fix)
