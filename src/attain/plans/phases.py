"""Phases: which components are calculated before which, because they pay on what those earned.

A component on the source ``earnings`` reads every component of every plan that its ``where`` does not rule out:
``component = 'new_business'`` reads that one alone. References form a graph, a phase is a level of it, and a circle is
a problem. A rep's commission is level 0, the override on it 1, the override on that override 2.
Source: docs/behaviours/overrides.md. Oracle: tests/oracle/phases.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel

from attain.credits import Credit
from attain.credits.problems import READS_NOTHING
from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.earnings.source import EARNINGS_SOURCE
from attain.expressions.syntax.tree import Constant, Literal, Name, Node, Operation
from attain.periods import Calendar
from attain.plans.checks.expressions import names_in, parsed_of
from attain.plans.checks.surroundings import Surroundings
from attain.plans.model import Plan
from attain.plans.problems import EARNS_ON_ITSELF
from attain.plans.succession import predecessors

Member = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """A part of the work: one plan's components of one level; the last step of a plan calculates all of it.

    Attributes:
        level: how many phases come before.
        plan: the plan.
        components: those of this level.
        is_last: no component of the plan has a higher level.
    """

    level: int
    plan: Plan
    components: tuple[str, ...]
    is_last: bool


@dataclass(frozen=True)
class Phases:
    """The order in which plans are calculated.

    Attributes:
        steps: every part of the work, in order of level and plan.
        read: the components whose earnings others read, by plan and name.
        is_needed: whether any plan credits earnings.
        problems: circles.
    """

    steps: tuple[Step, ...] = ()
    read: frozenset[Member] = frozenset()
    is_needed: bool = False
    problems: tuple[Diagnostic, ...] = field(default=())


def phases_of(plans: Sequence[Plan]) -> Phases:
    """Order the components of plans by what they read; components in a circle are a problem and left out."""
    graph = _Graph(plans)
    levels = graph.levels
    steps: list[Step] = []
    for plan in sorted(plans, key=lambda p: str(p.plan)):
        mine = {str(name): levels.get((str(plan.plan), str(name)), 0) for name in plan.components}
        last = max(mine.values())
        for level in sorted({*mine.values(), last}):
            names = tuple(name for name, its in mine.items() if its == level)
            steps.append(Step(level, plan, names, level == last))
    read = frozenset(member for found in graph.reads.values() for member in found)
    in_order = tuple(sorted(steps, key=lambda s: (s.level, graph.depth(str(s.plan.plan)), str(s.plan.plan))))
    return Phases(in_order, read, any(graph.rules.values()), tuple(graph.problems))


def circles_within(plan: Plan) -> list[Diagnostic]:
    """Find the circles among the components of one plan."""
    return list(_Graph([plan]).problems)


def phase_problems(plans: Sequence[Plan]) -> list[Diagnostic]:
    """Find circles that run through several plans, and overrides that no component of any plan feeds."""
    graph = _Graph(plans)
    alone = {problem for plan in plans for problem in circles_within(plan)}
    found = [problem for problem in graph.problems if problem not in alone]
    names = sorted({name for _, name in graph.members})
    for plan in plans:
        for rule in graph.rules[str(plan.plan)]:
            if not any(_admits(rule, known) for known in graph.members.values()):
                shown = f"'{rule.where}'" if rule.where is not None else "the credit"
                what = f"{shown} reads the earnings of no component of any plan"
                fix = f"the components are {', '.join(names)}"
                found.append(Diagnostic.of(READS_NOTHING, place_of(rule.where or rule.source), what, fix))
    return found


class _Graph:
    """Who reads whose earnings."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = {str(plan.plan): plan for plan in plans}
        around = {name: Surroundings(plan, {}, {}, Calendar(), 2) for name, plan in self.plans.items()}
        self.members: dict[Member, dict[str, Constant]] = {
            (plan_id, str(name)): _known(around[plan_id], str(name))
            for plan_id, plan in self.plans.items()
            for name in plan.components
        }
        self.rules = {plan_id: _on_earnings(one.rules.values()) for plan_id, one in around.items()}
        self.reads: dict[Member, tuple[Member, ...]] = {}
        for member in self.members:
            rules = _rules_behind(around[member[0]], member[1]) if self.rules[member[0]] else ()
            found = [m for rule in rules for m, known in self.members.items() if _admits(rule, known)]
            self.reads[member] = tuple(dict.fromkeys(found))
        self.before = predecessors(plans)
        self.problems: list[Diagnostic] = []
        self.levels = self._levels()

    def _levels(self) -> dict[Member, int]:
        """Number the level of every component; what stands in a circle, or reads one, has none."""
        found: dict[Member, int] = {}
        waiting = dict(self.reads)
        while waiting:
            ready = [m for m, read in waiting.items() if all(r in found for r in (*read, *self._before(m)))]
            if not ready:
                self._report(waiting)
                return found
            for member in ready:
                known = [found[r] + 1 for r in waiting.pop(member)]
                found[member] = max([0, *known, *(found[r] for r in self._before(member))])
        return found

    def _before(self, member: Member) -> list[Member]:
        """The components of the plan that a component's plan continues: its measures go on."""
        last = self.before.get(member[0])
        return [] if last is None else [(str(last.plan), str(name)) for name in last.components]

    def depth(self, plan_id: str) -> int:
        """How many plans a plan continues, one after the other."""
        return 1 + self.depth(str(self.before[plan_id].plan)) if plan_id in self.before else 0

    def _report(self, waiting: Mapping[Member, tuple[Member, ...]]) -> None:
        told: set[Member] = set()
        for start in waiting:
            path = _path_back(start, waiting)
            if path and not told & set(path):
                told |= set(path)
                self.problems.append(self._circle(path))

    def _circle(self, path: Sequence[Member]) -> Diagnostic:
        plan_id, name = path[0]
        shown = " → ".join(f"{plan}.{component}" for plan, component in [*path, path[0]])
        component = self.plans[plan_id].components[name]
        place = component.credit.source.place if isinstance(component.credit, Credit) else component.place
        what = f"earnings run in a circle: {shown}"
        others = [m[1] for m in self.members if m not in path] or ["new_business"]
        fix = f"say in 'where' of one of them which components it reads, such as component = '{others[0]}'"
        return Diagnostic.of(EARNS_ON_ITSELF, place, what, fix)


def _path_back(start: Member, reads: Mapping[Member, tuple[Member, ...]]) -> list[Member]:
    """Find the shortest way from a component over what it reads back to itself; empty where there is none."""
    paths = [[start]]
    seen: set[Member] = set()
    while paths:
        path = paths.pop(0)
        for following in reads.get(path[-1], ()):
            if following == start:
                return path
            if following not in seen and following in reads:
                seen.add(following)
                paths.append([*path, following])
    return []


def _on_earnings(rules: Any) -> list[Credit]:
    return [rule for rule in rules if str(rule.source) == EARNINGS_SOURCE]


def _known(around: Surroundings, component: str) -> dict[str, Constant]:
    """What every row of a component says about itself."""
    rule = around.rule_of(component)
    source = str(rule.source) if rule is not None else None
    return {
        "plan": str(around.plan.plan),
        "component": component,
        "source": source,
        "currency": around.plan.currency_code,
    }


def _rules_behind(around: Surroundings, component: str) -> list[Credit]:
    """The rules on earnings that a component's lines depend on: its own, and those of every measure it reads."""
    measures = list(_measures_named(around, around.plan.components[component]))
    measures.append(around.measure_of(component)[0])
    rules = [component]
    seen: set[str] = set()
    while measures:
        name = measures.pop()
        if name in seen or name not in around.measures:
            continue
        seen.add(name)
        rules += around.feeds_of(name)
        measures += _measures_named(around, around.measures[name])
    return _on_earnings(around.rules[rule] for rule in dict.fromkeys(rules) if rule in around.rules)


def _measures_named(around: Surroundings, written: object) -> Iterator[str]:
    for text in _texts(written):
        if str(text) in around.plan.measures:
            yield str(text)
        for name in names_in(text):
            if name.split(".")[0] in around.measures:
                yield name.split(".")[0]


def _texts(written: object) -> Iterator[Text]:
    if isinstance(written, Text):
        yield written
    elif isinstance(written, BaseModel):
        for value in written.__dict__.values():
            yield from _texts(value)
    elif isinstance(written, dict):
        for value in cast("dict[str, object]", written).values():
            yield from _texts(value)
    elif isinstance(written, tuple | list):
        for value in cast("Sequence[object]", written):
            yield from _texts(value)


# which components a condition admits


def _admits(rule: Credit, known: Mapping[str, Constant]) -> bool:
    """Say whether a row of which only ``known`` is known may satisfy a rule's condition."""
    parsed = parsed_of(rule.where)[0] if rule.where is not None else None
    return parsed is None or _truth(parsed.root, known) is not False


def _truth(node: Node, known: Mapping[str, Constant]) -> bool | None:
    """Evaluate a condition; None where it depends on what is not known.

    >>> condition = parsed_of(Text("component = 'a' and amount > 0"))[0]
    >>> _truth(condition.root, {"component": "a"}), _truth(condition.root, {"component": "b"})
    (None, False)
    """
    if not isinstance(node, Operation):
        return None
    operands = node.operands
    if node.operator in {"and", "or"}:
        sides = [_truth(operand, known) for operand in operands]
        decides = node.operator == "or"
        if decides in sides:
            return decides
        return None if None in sides else not decides
    if node.operator == "not":
        inner = _truth(operands[0], known)
        return None if inner is None else not inner
    if node.operator not in {"=", "<>", "in"}:
        return None
    values = [_text_of(operand, known) for operand in operands]
    if values[0] is None or None in values:
        return None
    is_one = values[0] in values[1:]
    return is_one != (node.operator == "<>")


def _text_of(node: Node, known: Mapping[str, Constant]) -> Constant:
    if isinstance(node, Name):
        return known.get(node.name)
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None
