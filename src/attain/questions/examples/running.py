"""Runs the worked examples of a plan through the same kernel as everything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attain.diagnostics import Diagnostic, Place, has_errors, in_order
from attain.documents.nodes import place_of, text_of
from attain.plans.model import Example, Plan
from attain.questions.examples.checks import difference
from attain.questions.examples.comparing import differences_of
from attain.questions.examples.given import Given, Setting, read_given
from attain.questions.examples.lasting import to_the_end_of_windows
from attain.questions.examples.outcome import Outcome
from attain.runs import Results, calculate


@dataclass(frozen=True)
class ExampleResult:
    """How one example came out.

    Attributes:
        title: the example's title.
        place: where it starts.
        differences: what does not hold, each at the value expected; what cannot be read.
    """

    title: str
    place: Place
    differences: tuple[Diagnostic, ...]

    @property
    def holds(self) -> bool:
        """Whether the plan does what the example expects."""
        return not self.differences


def run_examples(setting: Setting) -> list[ExampleResult]:
    """Run every example of a plan, in the order written."""
    return [_run(setting, example) for example in setting.plan.examples]


def example_problems(results: Iterable[ExampleResult]) -> list[Diagnostic]:
    """Gather what does not hold."""
    return in_order(problem for result in results for problem in result.differences)


def _run(setting: Setting, example: Example) -> ExampleResult:
    given, found = read_given(setting, example)
    expected = example.expect.get("error")
    if expected is not None:
        problems = _error(expected, example, given, found)
    elif has_errors(found):
        problems = found
    else:
        problems = _compared(example, given)
    return ExampleResult(str(example.title), example.place, tuple(in_order(problems)))


def _calculated(given: Given) -> Results:
    return calculate(to_the_end_of_windows(given.facts, given.plan), [given.plan], given.targets)


def _compared(example: Example, given: Given) -> list[Diagnostic]:
    results = _calculated(given)
    if not results.is_usable:
        return _refused(example, given.plan, results.diagnostics)
    outcome = Outcome(given.plan, results)
    found = differences_of(given.plan, example, outcome)
    if found and given.plan.assign is not None and not outcome.run.members.is_member.any():
        where = str(given.plan.assign.where)
        place = example.key_place("given")
        return [difference(place, f'nobody of the example\'s payees is on the plan: "{where}" holds for none of them')]
    return found


def _refused(example: Example, plan: Plan, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Say why an example cannot be calculated; the problem itself stands where it was found."""
    errors = [problem for problem in problems if problem.severity == "error"]
    shown = f"'{example.title}' cannot be calculated with '{plan.plan}'"
    people = f"to {example.place.file}"  # the example's payees are its roster
    fixes = [d.fix.replace(people, "to the example's payees") for d in errors]
    return [
        difference(example.place, f"{shown}: {d.code} {d.what}, {fix}") for d, fix in zip(errors, fixes, strict=True)
    ]


def _error(expected: object, example: Example, given: Given, found: list[Diagnostic]) -> list[Diagnostic]:
    """Check that an example fails in the way it expects."""
    code = text_of(expected) if isinstance(expected, str) else ""
    problems = found if has_errors(found) else _calculated(given).diagnostics
    if any(problem.code == code for problem in problems):
        return []
    place = place_of(expected) if place_of(expected).file else example.place
    codes = ", ".join(sorted({problem.code for problem in problems if problem.severity == "error"})) or "none"
    return [difference(place, f"the example expects the problem {code}; found: {codes}")]
