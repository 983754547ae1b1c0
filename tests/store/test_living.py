"""Short lives of a ledger in PostgreSQL; the long ones are ``make lives``."""

import random
from pathlib import Path

import pytest

from tests.store.journey import approve_plans
from tests.store.living import Life


@pytest.mark.parametrize("seed", range(5))
def test_everything_holds_after_every_step(workspace: Path, seed: int) -> None:
    from attain_web.actions.importing import import_workspace

    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    life = Life(workspace, random.Random(seed))  # noqa: S311 -- a life, not a secret
    life.live(20)
    assert life.wrong == []
    assert sum(life.taken.values()) == 20
