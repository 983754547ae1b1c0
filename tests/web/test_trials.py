"""A workspace on trial that nobody came back to is removed when the next one is made."""

import os
import time
from pathlib import Path

from attain_web.admin.staging import KEPT_SECONDS, made_trial, trial


def test_what_was_left_a_day_ago_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "deals.csv").write_text("id\n1\n", encoding="utf-8")
    left, kept = (made_trial(tmp_path, {"data/roster.csv": b"payee\nana\n"}) for _ in range(2))
    for folder, age in ((left, KEPT_SECONDS + 60), (kept, KEPT_SECONDS - 60)):
        os.utime(folder, (time.time() - age, time.time() - age))
    with trial(tmp_path, {}) as folder:
        assert sorted(folder.parent.iterdir()) == sorted([kept, folder])
    assert sorted(folder.parent.iterdir()) == [kept]
    assert (tmp_path / "data" / "deals.csv").read_text("utf-8") == "id\n1\n", "only the trial's own name of it is gone"
    assert (kept / "data" / "roster.csv").read_bytes() == b"payee\nana\n"
