"""A crash never loses, doubles or half-writes anything; the long form is ``make kill``."""

from pathlib import Path

from tests.store.killing import kill_often


def test_a_quarter_that_is_killed_again_and_again_comes_to_its_end(tmp_path: Path) -> None:
    score = kill_often(tmp_path, kills=10, seed=20261122)
    assert score.kills.total() >= 10
    assert min(score.kills.values()) > 0
    assert score.steps.total() == score.kills.total()
    assert score.wrong == []
