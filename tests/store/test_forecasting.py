"""Forecasts in the store.

1. Submissions are dated and all kept; the last one stands, and one older than a week is stale.
2. An adjustment stands beside the deals, the owner's and the manager's apart; taking one away is another one.
3. Nobody touches what is not theirs; every one has an audit row; its note can be erased; nothing is ever changed.
4. The command line shows them, and a screen reads those of the owners whom its reader may see.
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from typer.testing import CliRunner

from attain.cli.application import app
from attain.forecasts import standing_submissions
from attain.metrics import CATALOGUE
from attain_web.actions.acting import Refused
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.selling.forecasting import Wanted, adjust_forecast, submit_forecast
from attain_web.figures.pipelines import pipeline_of
from attain_web.figures.selling.forecasts import Forecasts, accuracy_of, forecasts_of
from attain_web.figures.selling.said import last_submission_id, with_forecasts
from attain_web.leader.forecasting import Shown, _people
from attain_web.leader.selling import _trend
from attain_web.shell.cells import Writer
from attain_web.store.models import AuditRow, ForecastSubmission
from tests.store.commanding import said
from tests.store.selling import DEALS, write_opportunities, write_selling

PERIOD = "2026-Q1"


@pytest.fixture
def selling(workspace: Path) -> Path:
    """A store with deals; ana reports to mia, bo does not."""
    write_selling(workspace, "2026-02-01")
    write_opportunities(workspace, DEALS)
    roster = "payee,title,manager\nana,AE,mia\nbo,AE,\nmia,Manager,\n"
    (workspace / "data" / "roster.csv").write_text(roster, "utf-8")
    config = (workspace / "attain.yaml").read_text("utf-8").replace("title: text}", "title: text, manager: payee}")
    (workspace / "attain.yaml").write_text(config, "utf-8")
    assert import_workspace(workspace, acting_user="dana").batch_no == 1
    return workspace


def _seen(workspace: Path, user: str) -> Forecasts:
    found = pipeline_of(workspace)
    assert found is not None
    period = found.period(PERIOD)
    assert period is not None
    return forecasts_of(found, period, user)


def _worth(seen: Forecasts, owner: str, category: str) -> tuple[int, int, int]:
    rows = seen.views.filter(owner_id=owner, category=category)
    return rows.select("from_deals", "by_owner", "by_manager").row(0)


def test_submissions_are_kept_and_the_last_one_stands(selling: Path) -> None:
    for worth, note in ((400_000, "as agreed"), (350_000, "")):
        submit_forecast(selling, "ana", PERIOD, worth, note, acting_user="ana")
    seen = _seen(selling, "ana")
    assert seen.submissions.select("forecast", "note").rows() == [(400_000, "as agreed"), (350_000, None)]
    assert seen.standing.select("owner_id", "forecast").rows() == [("ana", 350_000)]
    assert not seen.stale.height


@pytest.fixture
def by_the_clock(selling: Path) -> Path:
    """The same where no day is fixed: the deals are known as of their last load."""
    config = selling / "attain.yaml"
    config.write_text(config.read_text("utf-8").replace("today: 2026-02-01\n", ""), "utf-8")
    assert import_workspace(selling, acting_user="dana").batch_no == 2
    return selling


def test_what_is_said_after_the_last_load_stands_at_once(by_the_clock: Path) -> None:
    submit_forecast(by_the_clock, "ana", PERIOD, 400_000, acting_user="ana")
    adjust_forecast(by_the_clock, Wanted("bo", PERIOD, "commit", 150_000, "half of it"), acting_user="bo")
    seen = _seen(by_the_clock, "ana")
    assert seen.standing.select("owner_id", "forecast").rows() == [("ana", 400_000)]
    assert _worth(seen, "bo", "commit") == (200_000, 150_000, 150_000)
    found = pipeline_of(by_the_clock)
    assert found is not None
    made = ForecastSubmission.objects.using("engine").get()
    assert found.deals.today < made.at
    assert seen.submissions["submitted_at"].to_list() == [made.at], "as the clock said"
    asked = with_forecasts(found.opened)
    assert asked.submissions is not None
    assert asked.submissions["submitted_at"].to_list() == [found.deals.today], "so that it counts as of the load"
    assert standing_submissions(asked.submissions, found.deals.today)["forecast"].to_list() == [400_000]


def test_the_dashboard_asks_about_what_was_submitted_in_the_store(selling: Path) -> None:
    submit_forecast(selling, "ana", "2098-Q4", 400_000, acting_user="ana")
    write_selling(selling, "2099-02-01")
    write_opportunities(selling, DEALS | {"F": "Late,Closed Won,2098-11-15,3000.00,ana,2098-10-02"})
    import_workspace(selling, acting_user="dana")
    found = pipeline_of(selling)
    assert found is not None
    period = found.period("2098-Q4")
    assert period is not None
    (said,) = found.asked(period).question.answer(CATALOGUE["forecast_accuracy"])
    assert (said.parts["forecast"], said.parts["actual"]) == (400_000, 300_000)
    before = last_submission_id()
    submit_forecast(selling, "bo", "2098-Q4", 1, acting_user="bo")
    assert last_submission_id() != before, "what was found before is not taken for what is"


def test_deals_that_nobody_owns_are_a_row_so_that_people_add_up(selling: Path) -> None:
    write_opportunities(selling, DEALS | {"G": "Alone,Negotiation,2026-03-05,700.00,,2026-01-05"})
    import_workspace(selling, acting_user="dana")
    found = pipeline_of(selling)
    assert found is not None
    period = found.period(PERIOD)
    assert period is not None
    write = Writer("en_US", "USD", {})
    shown = Shown(found, period, forecasts_of(found, period, "ana"), "cumulative", write)
    rows = _people(shown).rows
    assert [row[0].words for row in rows] == ["ana", "bo", "Nobody owns it"]
    commits = [Fraction(row[2].plain) for row in rows]
    assert sum(commits) == Fraction(shown.rolled()["commit"][2], 100)
    assert commits[-1] == 700


def test_a_month_of_the_trend_begins_in_the_time_zone_of_the_workspace(selling: Path) -> None:
    config = selling / "attain.yaml"
    config.write_text(config.read_text("utf-8") + "time_zone: Asia/Tokyo\n", "utf-8")
    import_workspace(selling, acting_user="dana")
    found = pipeline_of(selling)
    assert found is not None
    assert {one["at"].day for one in _trend(found.book, found.deals.today)} == {1}


def test_a_submission_is_stale_after_a_week(selling: Path) -> None:
    submit_forecast(selling, "ana", PERIOD, 400_000, acting_user="ana")
    write_selling(selling, "2099-01-01")
    import_workspace(selling, acting_user="dana")
    assert _seen(selling, "ana").stale["owner_id"].to_list() == ["ana"]


def test_what_stood_a_month_before_the_end_is_compared_with_what_came(selling: Path) -> None:
    submit_forecast(selling, "ana", "2098-Q4", 400_000, acting_user="ana")
    write_selling(selling, "2099-02-01")
    import_workspace(selling, acting_user="dana")
    found = pipeline_of(selling)
    assert found is not None
    period = found.period("2099-Q1")
    assert period is not None
    said = [(one.period.name, one.submitted, one.won, one.accuracy) for one in accuracy_of(found, period, "ana", 8)]
    assert said == [("2098-Q4", 400_000, 0, None)]
    assert accuracy_of(found.of(frozenset({"bo"})), period, "ana", 8) == []


def test_adjustments_stand_beside_the_deals(selling: Path) -> None:
    adjust_forecast(selling, Wanted("bo", PERIOD, "commit", 150_000, "half of it"), acting_user="bo")
    assert _worth(_seen(selling, "bo"), "bo", "commit") == (200_000, 150_000, 150_000)
    adjust_forecast(selling, Wanted("bo", PERIOD, "commit", None, "signed after all"), acting_user="bo")
    assert _worth(_seen(selling, "bo"), "bo", "commit") == (200_000, 200_000, 200_000)
    assert _seen(selling, "bo").adjustments["note"].to_list() == ["half of it", "signed after all"]


def test_a_manager_adjusts_apart_from_the_owner(selling: Path) -> None:
    grant_role("root", "admin", acting_user="root")
    for user, role, payee in (("ana", "payee", "ana"), ("mia", "payee", "mia"), ("mia", "manager", "")):
        grant_role(user, role, acting_user="root", payee_id=payee)
    adjust_forecast(selling, Wanted("ana", PERIOD, "pipeline", 80_000, "one will slip"), acting_user="ana")
    adjust_forecast(selling, Wanted("ana", PERIOD, "pipeline", 50_000, "two will"), acting_user="mia")
    assert _worth(_seen(selling, "mia"), "ana", "pipeline") == (100_000, 80_000, 50_000)
    assert _seen(selling, "mia").adjustments["author_id"].to_list() == ["ana", "mia"]


def test_nobody_touches_or_sees_what_is_not_theirs(selling: Path) -> None:
    grant_role("root", "admin", acting_user="root")
    for user in ("ana", "bo"):
        grant_role(user, "payee", acting_user="root", payee_id=user)
    submit_forecast(selling, "ana", PERIOD, 100, acting_user="ana")
    with pytest.raises(Refused, match="not bo's"):
        submit_forecast(selling, "ana", PERIOD, 100, acting_user="bo")
    with pytest.raises(Refused, match="not bo's"):
        adjust_forecast(selling, Wanted("ana", PERIOD, "commit", 1, "mine"), acting_user="bo")
    assert not _seen(selling, "bo").submissions.height
    assert _seen(selling, "ana").submissions.height == 1
    assert _seen(selling, "root").submissions.height == 1


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted("ana", "2026-Q9", "commit", 1, "x"), "no period"),
        (Wanted("ana", PERIOD, "closed", 1, "x"), "cannot be adjusted"),
        (Wanted("ana", PERIOD, "commit", 1, " "), "needs a note"),
        (Wanted("ana", PERIOD, "commit", None, "x"), "has not adjusted"),
        (Wanted("nobody", PERIOD, "commit", 1, "x"), "nobody is called|not ana's"),
    ],
)
def test_what_cannot_be_adjusted_is_refused(selling: Path, wanted: Wanted, why: str) -> None:
    with pytest.raises(Refused, match=why):
        adjust_forecast(selling, wanted, acting_user="ana")


def test_every_one_is_in_the_audit_and_never_changed(selling: Path) -> None:
    submit_forecast(selling, "ana", PERIOD, 100, acting_user="ana")
    adjust_forecast(selling, Wanted("ana", PERIOD, "commit", 1, "x"), acting_user="ana")
    rows = AuditRow.objects.using("engine").order_by("entry_no").values_list("action", "acting_user", "subject")
    assert list(rows)[-2:] == [
        ("submit_forecast", "ana", f"{PERIOD}/ana"), ("adjust_forecast", "ana", f"{PERIOD}/ana")
    ]  # fmt: skip
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using="engine"):
        ForecastSubmission.objects.using("engine").update(submitted_amount=1)


def test_the_command_line_shows_them_and_names_its_batch(selling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attain.cli.commands.selling.opening.entry_points", _entries)
    said("submit-forecast", selling, PERIOD, "ana", "4,000.00", "--note", "as agreed", "--as", "ana")
    made = said("adjust-forecast", selling, PERIOD, "bo", "commit", "1500", "--note", "half", "--as", "bo")
    assert made["minor"] == 150_000
    result = CliRunner().invoke(app, ["forecast", str(selling), "--period", PERIOD])
    assert result.exit_code == 0, result.output
    assert "as known at batch 1" in result.stderr
    assert "submitted: 4,000.00" in result.stdout
    assert "adjusted, 2026-02-01: commit of bo 1,500.00: half" in result.stdout
    record = json.loads(
        CliRunner().invoke(app, ["forecast", str(selling), "--period", PERIOD, "--format", "json"]).stdout
    )
    assert record["submissions"][0]["note"] == "as agreed"
    assert record["roll_up"]["commit"] == {"deals": 205_000, "owners": 155_000, "managers": 155_000}


def test_a_batch_that_is_not_there_is_said(selling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attain.cli.commands.selling.opening.entry_points", _entries)
    result = CliRunner().invoke(app, ["metrics", str(selling), "--known-at", "9"])
    assert result.exit_code != 0
    assert "there is no batch 9; the last one is 1" in result.output


class _Entry:
    """The entry point of the project, whether or not this copy of it is installed."""

    def load(self) -> object:
        from attain_web.commands.selling.pipelines import kept_pipeline

        return kept_pipeline


def _entries(*, group: str) -> list[_Entry]:
    assert group == "attain.pipelines"
    return [_Entry()]
