"""Targets: how far everybody is, and what the open pipeline is expected to bring; asked of the catalogue of metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from attain.metrics import CATALOGUE, Measured, Undefined
from attain.periods import Period
from attain_web.figures.pipelines import Pipeline

ASKED = ("quota_attainment", "expected_revenue", "shortfall", "open_pipeline", "coverage_of_remaining_quota")


@dataclass(frozen=True)
class Goal:
    """A person's target of a selling period, in minor units; None where something is not known.

    Attributes:
        person: the name, as the pipeline has it.
        target, won, expected, shortfall, still_open: as the catalogue defines them.
        coverage: the open pipeline as a multiple of what remains.
    """

    person: str
    target: int | None
    won: int | None
    expected: int | None
    shortfall: int | None
    still_open: int | None
    coverage: Fraction | None

    @property
    def attained(self) -> Fraction | None:
        """What is won, as a share of the target."""
        return Fraction(self.won or 0, self.target) if self.target else None


@dataclass(frozen=True)
class StageRow:
    """A person's open deals in a stage: their value and what they are expected to bring, in minor units."""

    stage: str
    worth: int
    weighted: int


def goals_of(found: Pipeline, period: Period) -> Mapping[str, Goal]:
    """Return everybody's target of a selling period, by name."""
    return found.once("goals", period.name, find=lambda: _goals(found, period))


def stages_of(found: Pipeline, period: Period, person: str | None = None) -> list[StageRow]:
    """Return open deals by stage, in the order of stages: those of a person by name, or all that a pipeline holds."""
    return found.once("stages", period.name, person, find=lambda: _stages(found, period, person))


def _goals(found: Pipeline, period: Period) -> dict[str, Goal]:
    question = found.asked(period).question
    answers = {name: _by_person(question.answer(CATALOGUE[name], ["person"])) for name in ASKED}
    people = sorted({name for said in answers.values() for name in said if name})
    return {name: _goal(name, {metric: said.get(name) for metric, said in answers.items()}) for name in people}


def _goal(person: str, answers: Mapping[str, Measured | None]) -> Goal:
    quota, expected = answers["quota_attainment"], answers["expected_revenue"]
    has_target = quota is not None and quota.parts.get("target")
    return Goal(
        person,
        int(quota.parts["target"]) if quota is not None and has_target else None,
        int(expected.parts["won"]) if expected is not None and "won" in expected.parts else None,
        _minor(expected),
        _minor(answers["shortfall"]) if has_target else None,
        _minor(answers["open_pipeline"]),
        _exact(answers["coverage_of_remaining_quota"]),
    )


def _stages(found: Pipeline, period: Period, person: str | None) -> list[StageRow]:
    question = found.asked(period).question
    by = ["stage"] if person is None else ["person", "stage"]
    worth, weighted = (
        {one.group["stage"]: one for one in question.answer(CATALOGUE[name], by) if _is_of(one, person)}
        for name in ("open_pipeline", "weighted_pipeline")
    )
    rows = [StageRow(stage or "–", _minor(one) or 0, _minor(weighted.get(stage)) or 0) for stage, one in worth.items()]
    order = [stage.name for stage in found.deals.stages.stages]
    kept = [row for row in rows if row.worth]
    return sorted(kept, key=lambda row: order.index(row.stage) if row.stage in order else len(order))


def _is_of(one: Measured, person: str | None) -> bool:
    return "stage" in one.group and (person is None or one.group.get("person") == person)


def _by_person(answers: list[Measured]) -> dict[str, Measured]:
    return {str(one.group.get("person") or ""): one for one in answers}


def _exact(one: Measured | None) -> Fraction | None:
    value: Any = one.value if one is not None else None
    return None if value is None or isinstance(value, Undefined) else Fraction(value)


def _minor(one: Measured | None) -> int | None:
    value = _exact(one)
    return None if value is None else int(value)
