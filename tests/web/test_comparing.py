"""Two runs compared: whose pay moved, why, by cause to the cent, down to the deal; and a run with what it knew."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from attain_web.actions import planning
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.running import calculate_run
from attain_web.figures.comparing import named_cause, run_before
from attain_web.store.models import Run
from tests.store.small import DEALS, write_deals
from tests.web.test_selling_screens import table_of

ADMIN, CHECKER = "dana", "eve"
Two = tuple[Run, Run, Client]


@pytest.fixture
def two(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Two:
    """Two runs of a small workspace, a deal of bo is worth 500 more in the second; and an admin who looks."""
    monkeypatch.setattr(settings, "LISTENS_ON", "127.0.0.1")
    account = make_account(ADMIN, acting_user=ADMIN, name="Dana Dorn")
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(CHECKER, "leader", acting_user=ADMIN)
    import_workspace(workspace, acting_user=ADMIN)
    for digest in planning.save_plans(workspace, acting_user=ADMIN).hashes.values():
        planning.move_plan(digest, "submit", acting_user=ADMIN)
        planning.move_plan(digest, "approve", acting_user=CHECKER)
    first = calculate_run(workspace, acting_user=ADMIN).run
    write_deals(workspace, DEALS | {"D2": ("2026-01-20", "bo", "2500"), "D5": ("2026-04-02", "ana", "100")})
    import_workspace(workspace, acting_user=ADMIN)
    second = calculate_run(workspace, acting_user=ADMIN).run
    assert first is not None
    assert second is not None
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="attain_web.accounts.backend.ByPassword")
    return first, second, client


def test_two_runs_are_compared_by_cause_down_to_the_deal(two: Two) -> None:
    first, second, client = two
    where = f"/run/runs/compare?before={first.run_id}&after={second.run_id}"
    deals = named_cause("data")
    assert table_of(client, where, "causes") == [[deals, "2", "60.00"], ["In all", "", "60.00"]]
    rows = table_of(client, where, "payees")
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        ("bo", "600.00", "650.00", "50.00"),
        ("ana", "400.00", "410.00", "10.00"),
    ]
    behind = table_of(client, f"{where}&payee=bo", "behind")
    assert [(row[0], row[1], row[3], row[4]) for row in behind] == [(deals, "2026-01", "D2", "50.00")]
    other = f"/run/runs/compare?before={second.run_id}&after={first.run_id}"
    assert table_of(client, other, "causes")[-1] == ["In all", "", "-60.00"]
    same = client.get(f"/run/runs/compare?before={first.run_id}&after={first.run_id}").content.decode()
    assert "both runs earn the same" in same
    assert client.get("/run/runs/compare?before=none&after=none").status_code == HTTPStatus.NOT_FOUND


def test_a_run_says_what_it_knew_and_what_it_gave(two: Two) -> None:
    first, second, client = two
    page = client.get(f"/run/runs/{second.run_id}").content.decode()
    assert "Data of batch 2" in page
    assert f"before={first.run_id}&amp;after={second.run_id}" in page
    assert run_before(first) is None
    assert "Compare with the run before" not in client.get(f"/run/runs/{first.run_id}").content.decode()
    rows = table_of(client, f"/run/runs/{second.run_id}", "periods")
    paid = {row[0]: row[1:4] for row in rows if row[2] != "0.00"}
    assert paid["2026-01"] == ["2", "350.00", "350.00"]
    assert sum(round(float(row[1]) * 100) for row in paid.values()) == 1060_00
    assert client.get("/run/runs/none").status_code == HTTPStatus.NOT_FOUND
    assert f'href="/run/runs/{first.run_id}"' in client.get("/run/runs").content.decode()
