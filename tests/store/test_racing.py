"""Many at once close once and approve once; the long form is ``make race``."""

from pathlib import Path

import pytest

from attain_web.actions.closing import periods
from attain_web.actions.closing.statements import publish_statements
from attain_web.actions.importing import import_workspace
from tests.store.journey import approve_plans
from tests.store.racing import JANUARY, approve_at_once, close_at_once


@pytest.fixture
def loaded(workspace: Path) -> Path:
    """The workspace with its facts loaded and its plans approved."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    return workspace


def test_closing_at_once_closes_once(loaded: Path) -> None:
    seen = close_at_once(loaded, processes=4, rounds=3)
    assert (seen.closes, seen.refused, seen.errors) == ([1, 1, 1], 9, [])


def test_approving_at_once_approves_once(loaded: Path) -> None:
    periods.calculate_period(loaded, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    publish_statements(JANUARY, acting_user="dana")
    seen = approve_at_once(approvers=8, seed=1)
    assert (dict(seen.approvals), seen.refused, seen.strangers) == ({"ana": 1, "bo": 1}, 8 * 2 * 2 - 2, 0)
