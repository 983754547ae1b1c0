"""Explanations of random plans of every kind add up to what the kernel paid."""

from pathlib import Path

import pytest

from attain.questions.explain import explain_all
from attain.runs.workspace import calculate_opened, open_workspace
from tests.parity.generate import generate
from tests.parity.run import known_on
from tests.parity.workspace import write_workspace

SEEDS = (3, 8, 17, 21, 48, 52, 55, 112, 115, 168, 252, 254, 256, 6161, 7110)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_plan_is_explained_to_the_minor_unit(seed: int, tmp_path: Path) -> None:
    case = generate(seed, ())
    write_workspace(case, tmp_path / "workspace")
    opened = open_workspace(tmp_path / "workspace", known_on(case))
    results = calculate_opened(opened)
    assert results.is_usable
    found = list(explain_all(opened, results))
    assert found
    assert not [(e.person.payee_id, e.period_id, c) for e in found for c in e.checks if not c.holds]
