"""The table of accounts and the worked cases of docs/behaviours/ledger.md, posted."""

import re

import pytest

from attain.ledger import ACCOUNTS, CAUSES, FLOWS
from tests.docs.pages import ROOT
from tests.ledger.ledgers import Book, differences, move
from tests.oracle.ledger import ACCOUNTS_OF

PAGE = (ROOT / "docs" / "behaviours" / "ledger.md").read_text("utf-8")
CASES = re.findall(r"^\| (?P<moves>\w+ \d+.*?) \| (?P<balances>\w+ -?\d+.*?) \|$", PAGE, re.MULTILINE)


def amounts(text: str, separator: str) -> list[tuple[str, int]]:
    """``earned 5; paid 5`` as flows or accounts with minor units."""
    return [(name, int(number) * 100) for name, number in (part.split() for part in text.split(separator))]


def test_the_page_names_the_accounts_of_every_flow() -> None:
    named = {
        flow: (plus, minus) for flow, plus, minus in re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE)
    }
    assert named == {flow: (found.debit, found.credit) for flow, found in FLOWS.items()}
    assert named == ACCOUNTS_OF


def test_every_account_is_used_and_every_word_explained() -> None:
    assert {account for flow in FLOWS.values() for account in (flow.debit, flow.credit)} == set(ACCOUNTS)
    assert all(flow.meaning for flow in FLOWS.values())
    assert all({**ACCOUNTS, **CAUSES}.values())


def test_the_page_has_cases() -> None:
    assert len(CASES) == 14


@pytest.mark.parametrize(("posted", "expected"), CASES)
def test_a_case_of_the_page(posted: str, expected: str) -> None:
    book = Book()
    for number, (flow, minor) in enumerate(amounts(posted, "; ")):
        book.post(differences(move(flow, minor)), run_id=f"run-{number}")
    assert book.balances_of("ana") == dict(amounts(expected, ", "))
