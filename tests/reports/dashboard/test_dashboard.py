"""The leader's dashboard: every card drawn or saying what it needs, as one file that loads nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from attain.metrics import Question
from attain.reports.dashboard import dashboard_page
from attain.reports.dashboard.amounts import Amounts
from attain.reports.dashboard.asked import Asked
from attain.reports.dashboard.holding import bridge_card, by_month_card, holding_cards
from attain.reports.dashboard.pace import pace_cards
from attain.reports.dashboard.selling import gauge_card, selling_cards, won_card
from attain.runs.pipeline import OpenedPipeline
from tests.metrics.test_asking import SURROUNDING, asked, opened

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
    for card in (*selling_cards(one), *holding_cards(one), *pace_cards(one)):
        assert card.missing or (card.columns and card.rows), card.key
        assert all(len(row) == len(card.columns) for row in card.rows), card.key


def test_a_card_that_cannot_be_drawn_says_what_it_needs(tmp_path: Path) -> None:
    one = _asked(opened(tmp_path, history=False))
    cards = {card.key: card for card in (*selling_cards(one), *holding_cards(one), *pace_cards(one))}
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


@pytest.mark.parametrize(
    ("minor", "shown"),
    [(0, "$0"), (99_900, "$999"), (100_000, "$1.00k"), (28_419_500, "$284k"), (-543_000_000, "−$5.43M")],
)
def test_amounts_at_a_glance(minor: int, shown: str) -> None:
    assert Amounts("USD", 2).short(minor) == shown
