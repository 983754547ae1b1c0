"""Twenty users for twenty seconds: nothing fails. How fast it is on a quiet machine, `make load` says."""

from pathlib import Path

import pytest

from tests.store.conftest import remove
from tests.web.load.book import Size, write_book
from tests.web.load.judging import by_kind, quantile
from tests.web.load.measuring import measure, said_of, wrong_in
from tests.web.load.seeding import seed_book

SMALL = Size(users=20, lines=5_000, opportunities=2_000)


def test_twenty_users_for_twenty_seconds_meet_no_error(tmp_path: Path) -> None:
    from attain_web.actions.acting import ENGINE
    from attain_web.actions.auditing import verify_audit
    from attain_web.actions.closing.posting import verify_ledger
    from attain_web.setup import ready
    from attain_web.store.models import Line

    book = tmp_path / "book"
    book.mkdir()
    try:
        seed_book(book, SMALL, says=lambda _: None)
        found = measure(book, SMALL, seconds=20, wait="1-3", a_second=4)
        assert wrong_in(found, judges=False) == [], "\n".join(said_of(found))
        kinds = by_kind(found["rows"])
        assert kinds["read"]["count"] > 40
        assert kinds["write"]["count"] > 5
        assert kinds["answer"]["count"] > 0
        ready(book)
        assert Line.objects.using(ENGINE).count() >= SMALL.lines
        assert [one.breaks for one in (verify_ledger(book), verify_audit(book))] == [(), ()]
    finally:
        remove(book)


def test_a_book_needs_as_many_deals_as_it_has_lines(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="need 400 won deals"):
        write_book(tmp_path, Size(users=1, lines=4_000, opportunities=500))


def test_nineteen_of_twenty_took_at_most_the_quantile() -> None:
    assert quantile({"10": 19, "900": 1}, 0.95) == 10
    assert quantile({"10": 18, "900": 2}, 0.95) == 900
    assert quantile({}, 0.95) == 0


def test_what_took_too_long_is_said_when_it_is_judged() -> None:
    row = {"kind": "write", "name": "write x", "count": 1, "failed": 0, "most": 1500, "times": {"1500": 1}}
    found = {"rows": [row], "errors": []}
    assert wrong_in(found, judges=False) == []
    assert wrong_in(found, judges=True) == ["p95 of write: 1500 ms, and 1000 at most"]
