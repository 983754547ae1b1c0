"""The day that counts as today is that of the workspace's time zone."""

from datetime import timedelta
from pathlib import Path

import pytest

from attain_web.figures.workspace import day_in, workspace_now
from tests.store.small import CONFIG


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_the_day_of_the_time_zone(workspace: Path, zone: str) -> None:
    text = CONFIG.replace("today: 2026-12-31", f"time_zone: {zone}")
    (workspace / "attain.yaml").write_text(text, encoding="utf-8")
    before, now, after = day_in(zone), workspace_now(workspace).today, day_in(zone)
    assert before <= now <= after
    apart = day_in("Pacific/Kiritimati") - day_in("Pacific/Pago_Pago")
    assert apart >= timedelta(days=1), "they are 25 hours apart"
