"""No text is live in any cell, and every number stays one.

1. None of the payloads is live in a cell, however it is read.
2. What is no payload stays as it is.
3. Whatever the text, what is written is not live, and writing it again changes nothing more.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.statements.sheets.cells import is_like_formula, plain_text
from tests.statements.sheets.payloads import PAYLOADS, is_live


def test_there_are_forty_payloads_and_more() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_live(payload: str) -> None:
    """1."""
    assert is_like_formula(payload)
    made = plain_text(payload)
    parts = made.replace("\r", "\n").replace("\t", "\n").replace(";", "\n").split("\n")
    assert not any(is_live(part) for part in [made, *parts])


@pytest.mark.parametrize(
    "text",
    [
        "Acme",
        "A+B",
        "50% = half",
        "Smith & Co",
        "a - b",
        "ana@example.org",
        "'quoted'",
        "",
        "Zoë",
        "株式会社",
        "2026-03-01",
        "(12)",
        "x,y",
        "1.5",
        "#42",
    ],
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    """2."""
    assert plain_text(text) == text


@given(st.text(alphabet=st.sampled_from([*"=+-@;,\t\r\n \"'x1", "＝", "−", "\u200b", "\u00a0"]), max_size=8))
def test_whatever_is_written_is_not_live(text: str) -> None:
    """3."""
    made = plain_text(text)
    assert not is_live(made)
    assert plain_text(made) == made
