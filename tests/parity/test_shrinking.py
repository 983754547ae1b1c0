"""A case that shows something is made small."""

from tests.parity.case import Case
from tests.parity.generate import generate
from tests.parity.shrinking import shrink


def _has_the_deal(case: Case) -> bool:
    return any(row["id"] == _FIRST for row in case.facts["sources"]["deals"]["rows"])


_CASE = generate(11)
_FIRST = _CASE.facts["sources"]["deals"]["rows"][0]["id"]


def test_only_what_shows_it_is_left() -> None:
    small = shrink(_CASE, _has_the_deal)
    assert [row["id"] for row in small.facts["sources"]["deals"]["rows"]] == [_FIRST]
    assert {row["id"] for row in small.facts["sources"]["deals"]["children"]["splits"]["rows"]} == {_FIRST}
    assert len(small.plan["components"]) == 1
    assert "payment" not in small.plan


def test_the_case_itself_is_not_changed() -> None:
    before = len(_CASE.plan["components"])
    shrink(_CASE, _has_the_deal)
    assert len(_CASE.plan["components"]) == before
