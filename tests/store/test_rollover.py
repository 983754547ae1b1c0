"""A year rolled over: drafts of its plans and a sheet of its targets, once, and everything that is left is said."""

from datetime import date
from pathlib import Path

import pytest

from attain_web.actions import planning
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.agreeing.leaves import Absence, approve_leave, record_leave
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.rollover.proposing import Wish, ending_year, propose_next_year
from attain_web.actions.rollover.saving import roll_over_plans
from attain_web.actions.running import calculate_run
from attain_web.store.models import AuditRow, PlanVersion
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans
from tests.store.small import CONFIG

PLAN = """\
# Ten percent, whatever it is.
plan: sales_2026
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
targets:
  quota: {per: year}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: year, against: quota}
    rate: {kind: flat_rate, pay: 10%}
examples:
  - title: A deal in March
    given: {targets: {quota: 1000}, deals: [{closed_on: 2026-03-31, amount: 100}]}
    expect: {paid: {2026-03: 10}}
  - title: A year of 365 days
    given: {targets: {quota: 1000}, deals: [{closed_on: 2026-03-31, amount: 100}]}
    expect: {attainment.commission: 10%}
"""
NOTHING = """\
  - title: Nothing in December
    given: {targets: {quota: 1}, deals: [{closed_on: 2026-12-31, amount: 1}]}
    expect: {total: 0}
"""
OPEN = PLAN.replace("sales_2026", "open").replace(", before: 2027-01-01", "").replace("deals", "gifts")
TARGETS = "name,payee,title,period,amount\nquota,ana,,2026,100000\nquota,,AE,2026,80000.01\nquota,gone,,2026,5\n"
SETTINGS = """\
targets:
  file: data/targets.csv
  columns: {name: {from: Name, type: text}, payee: payee, title: text, period: text, amount: money}
"""
ROSTER = "payee,title,left\nana,AE,\nbo,AE,\ngone,AE,2026-12-01\nmia,VP,\n"


@pytest.fixture
def year(workspace: Path) -> Path:
    """The workspace with a plan of 2026 and its targets."""
    config = CONFIG.replace("title: text}", "title: text, left: date}") + SETTINGS
    (workspace / "attain.yaml").write_text(config, encoding="utf-8")
    (workspace / "plans" / "sales.yaml").write_text(PLAN, encoding="utf-8")
    (workspace / "data" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (workspace / "data" / "targets.csv").write_text(TARGETS.replace("name,", "Name,"), encoding="utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    return workspace


def versions() -> dict[str, str]:
    return {one.plan: planning.state_of(one) for one in PlanVersion.objects.using(ENGINE).order_by("saved_at")}


def test_plans_become_drafts_once(year: Path) -> None:
    wish = Wish("2026", continues=True)
    assert [one.plan for one in propose_next_year(year, wish).plans] == ["sales_2027"]
    assert versions() == {"sales_2026": "approved"}, "a proposal saves nothing"
    found = roll_over_plans(year, wish, acting_user="dana")
    assert versions() == {"sales_2026": "approved", "sales_2027": "draft"}
    made = planning.version_of("sales_2027")
    assert made.file == "plans/sales_2027.yaml"
    assert made.text == PLAN.replace("sales_2026\n", "sales_2027\ncontinues: sales_2026\n").replace(
        "from: 2026-01-01, before: 2027-01-01", "from: 2027-01-01, before: 2028-01-01"
    ).replace("2026-03", "2027-03")
    rows = AuditRow.objects.using(ENGINE).count()
    again = roll_over_plans(year, wish, acting_user="dana")
    assert (again.plans, again.known) == ((), ("sales_2027",))
    assert AuditRow.objects.using(ENGINE).count() == rows, "a second time nothing is done"
    planning.move_plan("sales_2027", "submit", acting_user="dana")
    with pytest.raises(Refused, match="dana did 'write'"):
        planning.move_plan("sales_2027", "approve", acting_user="dana")
    assert found.plans[0].lines == ()


def test_the_next_year_pays_once_it_is_approved(year: Path) -> None:
    roll_over_plans(year, Wish("2026", continues=True), acting_user="dana")
    planning.move_plan("sales_2027", "submit", acting_user="dana")
    planning.move_plan("sales_2027", "approve", acting_user="eve")
    sheet = propose_next_year(year, Wish("2026", "105%", "1000")).sheet
    assert sheet is not None
    (year / "data" / "targets.csv").write_text(sheet.rename({"name": "Name"}).write_csv(), encoding="utf-8")
    config = year / "attain.yaml"
    config.write_text(config.read_text("utf-8").replace("today: 2026", "today: 2027"), encoding="utf-8")
    deals = year / "data" / "deals.csv"
    deals.write_text(deals.read_text("utf-8") + "D9,2027-02-01,ana,1000\n", encoding="utf-8")
    import_workspace(year, acting_user="dana")
    ran = calculate_run(year, acting_user="dana")
    assert ran.run is not None, ran.diagnostics
    assert ran.run.earned["2027-02"] == {"USD": 10_000}
    assert {row["amount"] for row in sheet.to_dicts() if row["period"] == "2027"} == {"105000", "84000"}
    again = propose_next_year(year, Wish("2026", "105%"))
    assert again.targets is not None
    assert (again.targets.rows.height, again.sheet, again.targets.known_count) == (0, None, 2)


def test_what_is_left_is_said(year: Path) -> None:
    (year / "plans" / "open.yaml").write_text(OPEN, encoding="utf-8")
    config = year / "attain.yaml"
    text = config.read_text("utf-8")
    source = text[text.index("  deals:") : text.index("roster:")]
    config.write_text(text.replace("roster:", source.replace("deals:", "gifts:", 1) + "roster:", 1), encoding="utf-8")
    approve_plans(year)
    (year / "data" / "targets.csv").write_text("Name,payee,title,period,amount\nquota,ana,,2026,1\n", "utf-8")
    import_workspace(year, acting_user="dana")
    left = {one.name: one.why for one in propose_next_year(year, Wish("2026")).left}
    assert left == {
        "open": "it has no end, and goes on",
        "quota of bo in 2027": "bo had none in 2026",
        "quota of mia in 2027": "mia had none in 2026",
    }


def test_a_part_of_the_year_without_a_target_is_said(year: Path) -> None:
    columns = "amount: money, from: date, before: date}"
    config = year / "attain.yaml"
    config.write_text(config.read_text("utf-8").replace("period: text, amount: money}", f"period: text, {columns}"))
    rows = "quota,ana,,,1000,2026-07-01,2027-01-01\nquota,bo,,2026,1000,,\nquota,,VP,2026,5,,\n"
    (year / "data" / "targets.csv").write_text(f"Name,payee,title,period,amount,from,before\n{rows}", "utf-8")
    assert import_workspace(year, acting_user="dana").batch_no
    left = {one.name: one.why for one in propose_next_year(year, Wish("2026")).left}
    assert left == {"quota of ana in 2027": "no row covers 2027-01-01 to 2027-06-30"}


def test_amounts_are_rounded_to_the_plans_currency(year: Path) -> None:
    config, plan = year / "attain.yaml", year / "plans" / "sales.yaml"
    in_dinars = config.read_text("utf-8").replace("    as_of: closed_on\n", "    as_of: closed_on\n    currency: KWD\n")
    config.write_text(in_dinars, encoding="utf-8")
    import_workspace(year, acting_user="dana")
    plan.write_text(PLAN.replace("currency: USD", "currency: KWD").partition("examples:")[0], encoding="utf-8")
    approve_plans(year)
    targets = "Name,payee,title,period,amount\nquota,ana,,2026,12345.678\nother,bo,,2026,12345.678\n"
    (year / "data" / "targets.csv").write_text(targets, encoding="utf-8")
    import_workspace(year, acting_user="dana")
    found = propose_next_year(year, Wish("2026"))
    assert found.targets is not None
    assert found.targets.rows.sort("name")["amount"].to_list() == ["12345.68", "12345.678"]


@pytest.mark.parametrize(
    ("today", "starts", "before", "said"),
    [
        ("2026-12-31", "2026-01-01", "2027-01-01", "2026"),
        ("2027-01-10", "2026-01-01", "2027-01-01", "2026"),
        ("2026-03-01", "2025-06-01", "2026-06-01", "FY2026"),
        ("2026-03-01", "2026-01-01", "2026-02-01", "2026"),
    ],
)
def test_the_year_that_ends_is_the_one_that_plans_end_with(
    year: Path, today: str, starts: str, before: str, said: str
) -> None:
    config = year / "attain.yaml"
    fiscal = "calendar: {year_starts: 2025-06-01}\n" if said.startswith("FY") else ""
    text = config.read_text("utf-8").replace("today: 2026-12-31\n", f"today: {today}\n{fiscal}")
    config.write_text(text, encoding="utf-8")
    days = f"from: {starts}, before: {before}"
    plan = PLAN.replace("from: 2026-01-01, before: 2027-01-01", days).partition("examples:")[0]
    (year / "plans" / "sales.yaml").write_text(plan, encoding="utf-8")
    assert import_workspace(year, acting_user="dana").batch_no
    approve_plans(year)
    assert ending_year(year) == said


def test_an_example_that_does_not_hold_is_left_out_and_named(year: Path) -> None:
    text = PLAN.replace("value: amount", "where: \"closed_on < date '2026-12-01'\", value: amount") + NOTHING
    (year / "plans" / "sales.yaml").write_text(text, encoding="utf-8")
    approve_plans(year)
    (found,) = propose_next_year(year, Wish("2026")).plans
    assert found.dropped == ("A deal in March", "A year of 365 days")
    assert [found.text.splitlines()[line - 1].strip()[:7] for line in found.lines] == ["credit:"]
    assert "Nothing in December" in found.text
    assert "A deal in March" not in found.text


def test_reliefs_of_leaves_are_no_rows_of_the_sheet(year: Path) -> None:
    config = year / "attain.yaml"
    columns = "amount: money, change: text, reason: text, from: date, before: date}"
    config.write_text(config.read_text("utf-8").replace("amount: money}\n", columns + "\n").replace(
        "owner: payee, " + columns, "owner: payee, amount: money}"), encoding="utf-8")  # fmt: skip
    targets = year / "data" / "targets.csv"
    lines = targets.read_text("utf-8").splitlines()
    padded = [lines[0] + ",change,reason,from,before", *(f"{line},,,," for line in lines[1:])]
    targets.write_text("\n".join(padded) + "\n", encoding="utf-8")
    assert import_workspace(year, acting_user="dana").batch_no
    absence = Absence("ana", date(2026, 3, 1), date(2026, 4, 1), "prorate_target", "ill")
    leave = record_leave(absence, acting_user="dana")
    approve_leave(year, leave.leave_id, acting_user="eve")
    found = propose_next_year(year, Wish("2026"))
    assert found.sheet is not None
    assert found.sheet["change"].null_count() == found.sheet.height
    assert [one.name for one in found.left] == ["quota of gone in 2026", "quota of mia in 2027"]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish("2026-Q1"), "is no year"),
        (Wish("soon"), "is no year of the calendar"),
        (Wish("2026", "0%"), "cannot be multiplied by '0%'"),
        (Wish("2026", "much"), "cannot be multiplied by 'much'"),
        (Wish("2026", "105%", "0.005"), "no multiples of 0.005"),
    ],
)
def test_what_makes_no_sense_is_refused(year: Path, wish: Wish, why: str) -> None:
    with pytest.raises(Refused, match=why):
        propose_next_year(year, wish)


def test_who_writes_no_plans_rolls_none_over(year: Path) -> None:
    grant_role("olga", "admin", acting_user="olga")
    with pytest.raises(Refused, match="'write' is for admin"):
        roll_over_plans(year, Wish("2026"), acting_user="fin")
    assert versions() == {"sales_2026": "approved"}


def test_the_command_says_it_for_people_and_programs(year: Path, tmp_path: Path) -> None:
    file = tmp_path / "targets_2027.csv"
    dry = said("rollover", year, "2026", "--dry-run")
    assert [one["plan"] for one in dry["plans"]] == ["sales_2027"]
    assert not file.exists()
    done = attain("rollover", year, "2026", "--factor", "110%", "--sheet", file, "--as", "dana")
    assert "sales_2027 is a draft; it follows sales_2026" in done
    assert f"2 targets of 2027, in {file}" in done
    assert "left: quota of gone in 2026: gone is gone by 2027-01-01" in done
    assert sorted(file.read_text("utf-8").splitlines()) == sorted(
        [
            "Name,payee,title,period,amount",
            "quota,ana,,2027,110000",
            "quota,,AE,2027,88000.01",
            *TARGETS.splitlines()[1:],
        ]
    )
    assert "is there already" in attain("rollover", year, "2026", "--sheet", file, status=2)
