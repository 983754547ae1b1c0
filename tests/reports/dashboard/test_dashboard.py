"""The leader's dashboard: every card drawn or saying what it needs, as one file that loads nothing."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from attain.metrics import Question
from attain.reports.dashboard import dashboard_page
from attain.reports.dashboard.amounts import Amounts
from attain.reports.dashboard.around import around_cards, leads_card
from attain.reports.dashboard.asked import Asked
from attain.reports.dashboard.holding import bridge_card, by_month_card, holding_cards
from attain.reports.dashboard.pace import pace_cards, quality_card, stages_card
from attain.reports.dashboard.selling import deal_size_card, gauge_card, selling_cards, won_card
from attain.runs.pipeline import OpenedPipeline
from attain.snapshots import Book
from tests.metrics.test_asking import SURROUNDING, asked, opened
from tests.snapshots.making import instant

ASSETS = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!#|data:)([^\"')>\s]+)")


def _asked(made: OpenedPipeline, period: str = "2026-Q1") -> Asked:
    return Asked(asked(made, period), made.calendar)


def _page(made: OpenedPipeline, question: Question) -> str:
    return dashboard_page(question, made.calendar, "Acme & Sons")


def test_a_page_loads_nothing_and_is_well_formed(tmp_path: Path) -> None:
    made = opened(tmp_path, *SURROUNDING)
    text = _page(made, asked(made))
    root = ET.fromstring(text.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page
    assert not [found for found in ASSETS.findall(text) if found != "#main"]
    assert "<script" not in text
    assert " style=" not in text
    assert "Acme &amp; Sons" in text
    drawn = [e for e in root.iter() if e.tag.endswith("svg") and e.get("role") == "img"]
    assert len(drawn) >= 8
    assert all(e.get("aria-label") for e in drawn)


def test_every_chart_has_its_table(tmp_path: Path) -> None:
    one = _asked(opened(tmp_path, *SURROUNDING))
    for card in (*selling_cards(one), *holding_cards(one), *pace_cards(one), *around_cards(one)):
        assert card.missing or (card.columns and card.rows), card.key
        assert all(len(row) == len(card.columns) for row in card.rows), card.key


def test_a_card_that_cannot_be_drawn_says_what_it_needs(tmp_path: Path) -> None:
    one = _asked(opened(tmp_path, history=False))
    cards = {
        card.key: card for card in (*selling_cards(one), *holding_cards(one), *pace_cards(one), *around_cards(one))
    }
    needs = {key: card.missing for key, card in cards.items() if card.missing}
    assert needs["gauge"] == "Needs targets: pipeline.targets names no file."
    assert needs["as-at"] == "Needs a history of StageName, Amount, CloseDate: OpportunityHistory, or dated copies."
    assert {"trend", "stages", "health", "leads", "activities", "cost"} <= set(needs)
    assert {"won", "by-month", "bridge", "funnel", "top", "forecast"} <= set(cards) - set(needs)


def test_the_tables_say_the_exact_numbers(tmp_path: Path) -> None:
    one = _asked(opened(tmp_path, *SURROUNDING))
    assert ("2026-03", "$12,000.00", "$12,000.00") in won_card(one).rows
    assert by_month_card(one).rows == (("2026-05", "$8,000.50", "$8,000.50"),)
    rows = {row[0]: row[2] for row in bridge_card(one).rows}
    assert (rows["Open at the start"], rows["New"], rows["Open at the end"]) == ("$0.00", "$8,000.50", "$8,000.50")


def test_the_gauge_is_judged_on_the_target(tmp_path: Path) -> None:
    card = gauge_card(_asked(opened(tmp_path, "targets")))
    assert card.subtitle == "Red"
    assert ("Attainment", "60.0 %") in card.rows
    assert "60.0% won" in card.chart


def test_a_month_without_a_won_deal_is_a_gap_and_not_0(tmp_path: Path) -> None:
    card = deal_size_card(_asked(opened(tmp_path)))
    rows = dict(card.rows)
    assert (rows["2026-03"], rows["2026-02"]) == ("$12,000.00", "–")
    assert card.chart.count("<rect") == 1
    assert card.chart.count(">–</text>") == 11
    assert card.foot.startswith("Not defined for 2025-05, ")
    assert card.foot.endswith("2026-04: no deal with an amount was won in the period.")


def test_a_stage_that_no_deal_left_is_a_gap_and_not_0(tmp_path: Path) -> None:
    card = stages_card(_asked(opened(tmp_path), "2026-02"))
    assert {row[0]: row[3] for row in card.rows}["Proposal Made"] == "–"
    assert " 0 days" not in card.chart
    assert ">0 days" not in card.chart
    assert "Not defined for Proposal Made: no deal has left the stage." in card.foot


def test_the_funnel_of_leads_and_how_many_a_win_takes(tmp_path: Path) -> None:
    card = leads_card(_asked(opened(tmp_path, "leads")))
    steps = [("Leads", "2", ""), ("Contacted", "1", "50.0 %"), ("Qualified", "1", "100.0 %")]
    assert list(card.rows[:5]) == [*steps, ("Converted", "1", "100.0 %"), ("Won", "1", "100.0 %")]
    assert card.foot == "A won deal takes 2 leads at these conversions."


def test_what_is_parked_on_the_last_day_of_a_quarter_is_said(tmp_path: Path) -> None:
    made = opened(tmp_path)
    one = Asked(Question(asked(made).book, asked(made).period, instant("2026-03-20")), made.calendar)
    assert by_month_card(one).foot == ("Most is parked on 31 Mar 2026, the last day of a quarter: 1 deals, $8,000.50.")


def test_an_unknown_age_is_said(tmp_path: Path) -> None:
    made = opened(tmp_path)
    assert made.opportunities is not None
    deals = made.opportunities.deals.with_columns(
        created_at=pl.when(pl.col("opportunity_id") != "006B").then("created_at")
    )
    book = Book(replace(made.opportunities, deals=deals))
    one = Asked(Question(book, asked(made, "2026-Q2").period, instant("2026-06-01")), made.calendar)
    assert "Of 1 open deals due the age is not known." in quality_card(one).foot + quality_card(one).missing


@pytest.mark.parametrize(
    ("minor", "shown"),
    [(0, "$0"), (99_900, "$999"), (100_000, "$1.00k"), (28_419_500, "$284k"), (-543_000_000, "−$5.43M")],
)
def test_amounts_at_a_glance(minor: int, shown: str) -> None:
    assert Amounts("USD", 2).short(minor) == shown


def test_a_currency_without_a_sign_is_set_apart_from_its_number() -> None:
    space = "\N{NO-BREAK SPACE}"
    assert Amounts("CHF", 2).short(-28_419_500) == f"−CHF{space}284k"
    assert Amounts("CHF", 2).change(100) == f"+CHF{space}1.00"
    assert Amounts("EUR", 2).exact(100) == "€1.00"


def test_campaigns_are_of_all_time_and_say_so(tmp_path: Path) -> None:
    cards = {card.key: card for card in around_cards(_asked(opened(tmp_path, *SURROUNDING)))}
    assert cards["campaigns"].subtitle == "Of all time"
    assert cards["activities"].subtitle == "2026-Q1"
