"""The store as the third kind of history: deals that are loaded again and again.

1. What a later load says never changes how an earlier batch knew it: versions, as-at, bridge, slips, every metric.
2. A load that says something else is a change, at the instant at which the source says so, else when it was taken.
3. A deal that a load closed was closed on its close date; one that a load lacks was deleted; one that is back is back.
4. A batch that was taken back is nobody's history.
5. A correction of the past counts from its batch on.
"""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from attain.metrics import CATALOGUE, Measured, Question
from attain.opportunities import Opportunities
from attain.runs.pipeline import OpenedPipeline
from attain.snapshots import Book, Scope, bridge, due_at_start, slip_rate
from attain_web.actions.importing import import_workspace, undo_batch
from attain_web.actions.selling.loading import open_kept
from tests.store.selling import DEALS, HISTORY, write_history, write_opportunities, write_selling

LATER = {
    "A": "Rollout,Negotiation,2026-04-15,1200.00,bo,2026-01-05",
    "B": "Renewal,Closed Won,2026-02-20,2000.00,bo,2026-01-10",
    "D": "Fresh,Prospecting,2026-05-05,700.00,ana,2026-02-10",
    "E": "Early,Closed Won,2026-01-15,50.00,ana,2026-01-02",
}


def _at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def _load(folder: Path, today: str, deals: dict[str, str], *, history: dict[str, str] | None = None) -> int:
    write_selling(folder, today, has_history=history is not None)
    write_opportunities(folder, deals)
    if history is not None:
        write_history(folder, history)
    done = import_workspace(folder, acting_user="dana")
    assert done.batch_no is not None, done.diagnostics
    return done.batch_no


def _opened(folder: Path, batch: int | None = None) -> tuple[OpenedPipeline, Opportunities]:
    opened = open_kept(folder, batch)
    assert opened is not None
    assert opened.opportunities is not None, opened.diagnostics
    return opened, opened.opportunities


def _answers(opened: OpenedPipeline, deals: Opportunities) -> list[Measured]:
    period = opened.calendar.parse("2026-Q1")
    assert period is not None
    question = Question(Book(deals), period, deals.today, opened.targets)
    return question.answers(CATALOGUE.values(), ["person"])


@pytest.mark.parametrize("history", [None, HISTORY], ids=["loads alone", "with a history"])
def test_a_later_load_changes_nothing_of_what_was_known(workspace: Path, history: dict[str, str] | None) -> None:
    _load(workspace, "2026-02-01", DEALS, history=history)
    opened, deals = _opened(workspace)
    before = (deals.versions(), deals.deals, opened.targets, _answers(opened, deals))
    corrected = None if history is None else history | {"A,2026-01-25": "Prospecting,950.00,2026-03-31"}
    assert _load(workspace, "2026-03-01", LATER, history=corrected) == 2
    again, then = _opened(workspace, 1)
    assert then.batch_no == 1
    assert then.versions().equals(before[0])
    assert then.deals.equals(before[1])
    assert again.targets is not None
    assert again.targets.equals(before[2])
    assert _answers(again, then) == before[3]
    assert not _opened(workspace)[1].versions().equals(before[0])


def test_a_change_is_one_between_loads(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS)
    _load(workspace, "2026-03-01", LATER)
    _, deals = _opened(workspace)
    assert deals.told >= {"stage", "amount", "close_date", "owner_id"}
    book = Book(deals)
    before, after = book.open_at(_at(2, 1)), book.open_at(_at(3, 1))
    assert dict(before.select("opportunity_id", "amount").iter_rows()) == {"A": 100_000, "B": 200_000, "C": 30_000}
    assert dict(after.select("opportunity_id", "amount").iter_rows()) == {"A": 120_000, "D": 70_000}
    assert after.filter(pl.col("opportunity_id") == "A")["owner_id"].item() == "bo"
    found = dict(bridge(book, Scope(), _at(2, 1), _at(3, 1)).select("reason", "change").iter_rows())
    assert {reason: change for reason, change in found.items() if change} == {
        "start": 330_000, "new": 70_000, "increased": 20_000, "won": -200_000, "deleted": -30_000, "end": 190_000,
    }  # fmt: skip


def test_a_deal_was_closed_on_its_close_date_between_two_loads(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS)
    _load(workspace, "2026-03-01", LATER)
    versions = _opened(workspace)[1].versions().filter(pl.col("opportunity_id") == "B")
    assert versions.select("changed_at", "outcome", "close_date").rows()[-2:] == [
        (_at(2, 20), "won", datetime(2026, 3, 20, tzinfo=UTC).date()),
        (_at(3, 1), "won", datetime(2026, 2, 20, tzinfo=UTC).date()),
    ]


def test_a_deal_that_was_closed_at_its_first_load_was_open_before(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS)
    _load(workspace, "2026-03-01", LATER | {"E": "Early,Closed Won,2026-01-15,60.00,ana,2026-01-02"})
    versions = _opened(workspace)[1].versions().filter(pl.col("opportunity_id") == "E")
    assert versions.select("changed_at", "outcome", "amount").rows() == [
        (_at(1, 2), "open", 5_000), (_at(1, 15), "won", 5_000), (_at(3, 1), "won", 6_000)
    ]  # fmt: skip


def test_the_source_says_when_a_deal_was_last_modified(workspace: Path) -> None:
    modified = {"A": ",2026-01-06", "B": ",2026-01-10", "C": ",2026-01-20", "E": ",2026-01-15"}
    write_selling(workspace, "2026-02-01")
    write_opportunities(workspace, {key: said + modified[key] for key, said in DEALS.items()}, ",LastModifiedDate")
    import_workspace(workspace, acting_user="dana")
    write_selling(workspace, "2026-03-01")
    later = {key: said + ",2026-02-14T10:00:00Z" for key, said in LATER.items()}
    write_opportunities(workspace, later, ",LastModifiedDate")
    import_workspace(workspace, acting_user="dana")
    versions = _opened(workspace)[1].versions().filter(pl.col("opportunity_id") == "A")
    assert versions["changed_at"].to_list() == [_at(1, 5), _at(2, 14, 10)]


def test_a_deal_that_is_back_is_back(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS)
    _load(workspace, "2026-03-01", {key: said for key, said in DEALS.items() if key != "C"})
    _load(workspace, "2026-04-01", DEALS)
    book = Book(_opened(workspace)[1])
    held = [["C" in book.as_at(at)["opportunity_id"] for at in (_at(2, 1), _at(3, 1), _at(4, 1))]]
    assert held == [[True, False, True]]


def test_a_batch_that_was_taken_back_is_no_history(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS)
    known = _opened(workspace, 1)[1].versions()
    _load(workspace, "2026-03-01", LATER)
    wrong = _opened(workspace, 2)[1].versions()
    undo_batch(2, acting_user="dana")
    assert _opened(workspace, 3)[1].versions().drop("known_at").equals(known.drop("known_at"))
    assert _opened(workspace, 2)[1].versions().equals(wrong)


def test_a_correction_of_the_past_counts_from_its_batch_on(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS, history=HISTORY)
    _load(workspace, "2026-02-01", DEALS, history={"A,2026-01-05": "Prospecting,800.00,2026-03-10",
                                                   "A,2026-01-25": "Prospecting,1000.00,2026-03-31"})  # fmt: skip
    worth = [
        Book(_opened(workspace, batch)[1]).as_at(_at(1, 6)).filter(pl.col("opportunity_id") == "A")["amount"].item()
        for batch in (1, 2)
    ]
    assert worth == [90_000, 80_000]


def test_product_lines_add_up_load_by_load(workspace: Path) -> None:
    def lines(*rows: str) -> None:
        (workspace / "data" / "lines.csv").write_text("\n".join(["OpportunityId,ProductId,TotalPrice", *rows]), "utf-8")

    def load(today: str) -> None:
        write_selling(workspace, today)
        config = (workspace / "attain.yaml").read_text("utf-8") + "  product_lines: {file: data/lines.csv}\n"
        (workspace / "attain.yaml").write_text(config, "utf-8")
        write_opportunities(workspace, DEALS)
        assert import_workspace(workspace, acting_user="dana").batch_no

    lines("A,p1,400.00", "A,p2,600.00")
    load("2026-02-01")
    lines("A,p1,500.00")
    load("2026-03-01")
    book = Book(_opened(workspace)[1])
    worth = [book.as_at(at).filter(pl.col("opportunity_id") == "A")["amount"].item() for at in (_at(2, 1), _at(3, 1))]
    assert worth == [100_000, 50_000]


def test_slips_are_those_that_loads_saw(workspace: Path) -> None:
    _load(workspace, "2026-02-01", DEALS | {"F": "Other,Prospecting,2026-02-11,100.00,ana,2026-01-05"})
    slipped = {"C": "Trial,Prospecting,2026-04-27,300.00,bo,2026-01-20"}
    _load(workspace, "2026-03-01", LATER | slipped | {"F": "Other,Closed Won,2026-02-11,100.00,ana,2026-01-05"})
    opened, deals = _opened(workspace)
    period = opened.calendar.parse("2026-02")
    assert period is not None
    assert slip_rate(due_at_start(Book(deals), period, deals.today)) == Fraction(3, 4)


def test_names_of_people_are_hidden_in_the_facts(workspace: Path) -> None:
    from attain_web.store.models import Fact

    _load(workspace, "2026-02-01", DEALS)
    cells = list(Fact.objects.using("engine").filter(table="pipeline.people").values_list("cells", flat=True))
    assert len(cells) == 2
    assert not any("Alba" in text for text in cells)
    assert _opened(workspace)[1].people["name"].sort().to_list() == ["Ana Alba", "Bo Berg"]
