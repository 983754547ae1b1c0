"""The inbox: nothing that the reader may decide is hidden by what others decide, and a hold takes away."""

import re
from pathlib import Path

import pytest

from attain_web.actions.closing import deciding
from attain_web.manager import inbox
from tests.web.test_several_currencies import PERIOD, page, several, text_of

__all__ = ["several"]  # a fixture


def test_a_hold_takes_away_where_decisions_wait_and_are_listed(several: Path) -> None:
    assert several
    drafts = [
        deciding.Draft("hold", "bo", PERIOD, "EUR", 500_00, "not sure"),
        deciding.Draft("adjustment", "bo", PERIOD, "EUR", 500_00, "sure"),
        deciding.Draft("hold", "bo", PERIOD, "USD", 300_00, "not sure"),
    ]
    deciding.draft_decisions(drafts, acting_user="dana")
    waiting = text_of(page("carl", "/team/inbox"))
    assert "−€500.00" in waiting
    assert re.search(r"In all €0\.00 −\$300\.00", waiting)
    listed = text_of(page("carl", "/team/adjustments"))
    assert "−€500.00" in listed
    assert "+€500.00" in listed


def test_drafts_that_somebody_else_approves_hide_none_that_the_reader_may(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert several
    monkeypatch.setattr(inbox, "MOST", 2)
    own = [deciding.Draft("adjustment", "bo", PERIOD, "EUR", 100 + at, "mine") for at in range(4)]
    deciding.draft_decisions(own, acting_user="carl")
    theirs = [deciding.Draft("adjustment", "bo", PERIOD, "EUR", 7_00, "theirs")]
    (made,) = deciding.draft_decisions(theirs, acting_user="dana")
    said = text_of(page("carl", "/team/inbox"))
    assert "1 waits for you" in said
    assert made.decision_id in said
