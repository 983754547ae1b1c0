"""Tampering is found: 1,000 edits, 100 deletions and 100 reorderings, each located; and a clean ledger is clean.

The tamperer may write everything that the database holds and hash it anew. They have no key.
"""

from random import Random

import polars as pl
import pytest

from attain.ledger import ENTRIES, HEADS, LINES, STANDING, Head, signed_head, verify
from tests.ledger.ledgers import SIGNING_KEY, Book, differences, move
from tests.ledger.tampering import DELETIONS, EDITS, REORDERINGS, Tampering, cut, rewrite, seeded

KEY = SIGNING_KEY.public_key()
FLOWS = ("earned", "clawed_back", "held", "draw_paid", "adjusted")


@pytest.fixture(scope="module")
def book() -> Book:
    """Three runs of ten payees."""
    dice, made = seeded(5), Book()
    for run in range(3):
        rows = [
            move(dice.choice(FLOWS), dice.randrange(100, 9_000), payee_id=f"p{payee}", transaction_id=f"T{run}{n}")
            for payee in range(10)
            for n in range(dice.randrange(1, 4))
        ]
        made.post(differences(*{str(row): row for row in rows}.values()), run_id=f"run-{run}", batch_no=run)
    return made


def head_of(book: Book) -> pl.DataFrame:
    return signed_head(book.head, SIGNING_KEY, chain="ledger", purpose="close 2026-01")


def test_a_ledger_that_nobody_touched_is_clean(book: Book) -> None:
    found = verify(
        book.entries.reverse(), book.lines.sample(fraction=1, shuffle=True), head_of(book), KEY, standing=book.standing
    )
    assert found.is_clean
    assert (found.head, found.unsigned_count) == (book.head, 0)
    assert book.entries.height == 30


@pytest.mark.parametrize(
    ("tamperings", "count"), [(EDITS, 63), (DELETIONS, 18), (REORDERINGS, 18)], ids=["edit", "delete", "reorder"]
)
def test_tampering_is_located(book: Book, tamperings: tuple[Tampering, ...], count: int) -> None:
    all_located(book, tamperings, count)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tamperings", "count"), [(EDITS, 1_000), (DELETIONS, 100), (REORDERINGS, 100)], ids=["edit", "delete", "reorder"]
)
def test_every_tampering_of_many_is_located(book: Book, tamperings: tuple[Tampering, ...], count: int) -> None:
    all_located(book, tamperings, count)
    print(f"{count} tamperings of {len(tamperings)} sorts, every one located")  # noqa: T201 - the log of make ledger


def all_located(book: Book, tamperings: tuple[Tampering, ...], count: int) -> None:
    """Tamper again and again; each time ``verify`` names the sort of it, and the place."""
    heads = head_of(book)
    for number in range(count):
        tampering = tamperings[number % len(tamperings)]
        made = tampering(seeded(number), book.entries, book.lines)
        found = verify(made.entries, made.lines, heads, KEY).breaks
        named = [one for one in found if one.code.name in made.codes]
        assert named, (number, tampering.__name__, found)
        place = made.position if "LEDG108" not in made.codes else 1  # no signed head stands before it
        assert named[0].position == place, (number, tampering.__name__, made.position, named[0])


def test_a_chain_written_anew_is_placed_between_two_signed_heads(book: Book) -> None:
    ends = [Head(height, book.entries["entry_hash"][height - 1]) for height in (10, 20, 30)]
    heads = pl.concat([signed_head(end, SIGNING_KEY, chain="ledger", purpose="close") for end in ends])
    for place in (3, 15, 20, 25):
        number = book.lines.with_row_index().filter(pl.col("entry_no") == place)["index"][0]
        made = rewrite(_Fixed(number), book.entries, book.lines)
        (found,) = verify(made.entries, made.lines, heads, KEY).breaks
        before = (place - 1) // 10 * 10
        assert (found.code.name, found.position) == ("LEDG108", before + 1)
        assert found.what == f"the chain does not pass through the head signed at {before + 10}; it did at {before}"


class _Fixed(Random):
    """Dice that show what they are told."""

    def __init__(self, shown: int) -> None:
        super().__init__(0)
        self.shown = shown

    def randrange(self, *_: int) -> int:
        return self.shown


def test_cutting_to_the_last_entry_is_found(book: Book) -> None:
    heads = head_of(book)
    for kept in (0, 1, 29):
        made = cut(_Fixed(kept), book.entries, book.lines)
        (found,) = verify(made.entries, made.lines, heads, KEY).breaks
        assert (found.code.name, found.position) == ("LEDG109", kept + 1)
        assert found.what == f"a head was signed at 30, and the chain ends at {kept}"


def test_entries_after_the_last_head_are_counted(book: Book) -> None:
    early = signed_head(Head(12, book.entries["entry_hash"][11]), SIGNING_KEY, chain="ledger", purpose="close")
    found = verify(book.entries, book.lines, early, KEY)
    assert (found.is_clean, found.unsigned_count) == (True, 18)
    assert verify(book.entries, book.lines, HEADS.empty(), KEY).unsigned_count == 30
    earlier = signed_head(Head(3, book.entries["entry_hash"][2]), SIGNING_KEY, chain="ledger", purpose="close")
    assert verify(book.entries, book.lines, pl.concat([earlier, early]), KEY).unsigned_count == 18


def test_a_forged_head_is_named_and_not_believed(book: Book) -> None:
    forged = head_of(book).with_columns(height=pl.lit(99, pl.Int64))
    (found,) = verify(book.entries, book.lines, forged, KEY).breaks
    assert (found.code.name, found.position) == ("LEDG110", 99)
    assert found.what == "the signature of the head at 99 does not hold"


def test_a_forged_head_does_not_hide_the_one_that_was_signed(book: Book) -> None:
    forged = head_of(book).with_columns(purpose=pl.lit("another"))
    made = cut(_Fixed(7), book.entries, book.lines)
    found = verify(made.entries, made.lines, pl.concat([forged, head_of(book)]), KEY).breaks
    assert [(one.code.name, one.position) for one in found] == [("LEDG109", 8), ("LEDG110", 30)]


def test_the_first_wrong_signature_is_named(book: Book) -> None:
    ends = [Head(height, "ab" * 32) for height in (9, 4)]
    signed = pl.concat([signed_head(end, SIGNING_KEY, chain="ledger", purpose="close") for end in ends])
    forged = pl.concat([signed.with_columns(purpose=pl.lit("another")), head_of(book)])
    (found,) = verify(book.entries, book.lines, forged, KEY).breaks
    assert (found.code.name, found.position) == ("LEDG110", 4)


def test_a_first_entry_written_anew_is_found_by_a_head_at_1(book: Book) -> None:
    signed = signed_head(Head(1, "ab" * 32), SIGNING_KEY, chain="ledger", purpose="close")
    (found,) = verify(book.entries, book.lines, signed, KEY).breaks
    assert (found.code.name, found.position) == ("LEDG108", 1)


def test_an_empty_ledger_is_clean() -> None:
    nothing = verify(ENTRIES.empty(), LINES.empty(), HEADS.empty(), KEY, standing=STANDING.empty())
    assert (nothing.is_clean, nothing.head, nothing.unsigned_count) == (True, Head(), 0)
    signed = signed_head(Head(), SIGNING_KEY, chain="ledger", purpose="opening")
    assert verify(ENTRIES.empty(), LINES.empty(), signed, KEY).is_clean


def test_a_line_without_an_entry_was_inserted(book: Book) -> None:
    stray = book.lines.tail(2).with_columns(entry_no=pl.lit(77, pl.Int64))
    (found,) = verify(book.entries, pl.concat([book.lines, stray]), head_of(book), KEY).breaks
    assert (found.code.name, found.position) == ("LEDG103", 77)
    assert found.what == "entry 77 has more lines than were posted"
    alone = verify(book.entries, pl.concat([book.lines, stray.head(1)]), head_of(book), KEY).breaks
    assert ("LEDG103", 77) in [(one.code.name, one.position) for one in alone]


def test_an_entry_that_does_not_balance_is_named_with_the_amount(book: Book) -> None:
    line = (pl.col("entry_no") == 4) & (pl.col("line_no") == 2)
    lines = book.lines.with_columns(line_amount=pl.col("line_amount") + pl.when(line).then(5).otherwise(0))
    found = {one.code.name: one for one in verify(book.entries, lines, head_of(book), KEY).breaks}
    assert set(found) == {"LEDG101", "LEDG111"}
    assert found["LEDG111"].what == "entry 4 sums to 5 minor units of USD"
    assert found["LEDG101"].what == "entry 4 has lines that do not give the digest they were posted with"


def test_sums_that_are_not_the_replay_are_named(book: Book) -> None:
    of_facts = book.standing.filter(pl.col("transaction_id").is_not_null())
    first = of_facts.sort("payee_id", "flow").row(0, named=True)
    off = pl.col("transaction_id") == first["transaction_id"]
    mine = off & (pl.col("payee_id") == "p0") & (pl.col("flow") == first["flow"])
    changed = book.standing.with_columns(standing_amount=pl.col("standing_amount") + pl.when(mine).then(3).otherwise(0))
    (found,) = verify(book.entries, book.lines, head_of(book), KEY, standing=changed).breaks
    assert (found.code.name, found.position) == ("LEDG112", 30)
    assert found.what == (
        f"1 sums differ from the replay, first p0, 2026-01, USD, {first['flow']}, {first['transaction_id']}"
        " by 3 minor units"
    )
    zeros = book.standing.with_columns(standing_amount=pl.lit(0, pl.Int64), flow=pl.lit("impaired"))
    kept = pl.concat([book.standing, zeros])
    assert verify(book.entries, book.lines, head_of(book), KEY, standing=kept).is_clean
    assert not verify(book.entries, book.lines, head_of(book), KEY, standing=book.standing.tail(-1)).is_clean


def test_the_first_break_of_each_kind_is_named_in_order(book: Book) -> None:
    entries = book.entries.with_columns(
        run_id=pl.when(pl.col("entry_no").is_in([9, 21])).then(pl.lit("x")).otherwise("run_id")
    )
    lines = book.lines.filter(~((pl.col("entry_no").is_in([6, 7])) & (pl.col("line_no") == 1)))
    entries = entries.filter(~pl.col("entry_no").is_in([2, 3, 15]))
    found = verify(entries, lines, head_of(book), KEY)
    assert [(one.code.name, one.position) for one in found.breaks] == [
        ("LEDG103", 2),
        ("LEDG105", 2),
        ("LEDG102", 6),
        ("LEDG111", 6),
        ("LEDG104", 9),
    ]
    assert found.breaks[1].what == "entries 2 to 3 are missing"
    assert found.diagnostics()[0].fix.startswith("restore the rows")


def test_one_entry_missing_is_said_as_one(book: Book) -> None:
    entries = book.entries.filter(pl.col("entry_no") != 5)
    found = {one.code.name: one.what for one in verify(entries, book.lines, head_of(book), KEY).breaks}
    assert found["LEDG105"] == "entry 5 is missing"


def test_two_entries_of_one_number_are_named(book: Book) -> None:
    twice = pl.concat([book.entries, book.entries.filter(pl.col("entry_no").is_in([8, 20]))])
    found = {one.code.name: one for one in verify(twice, book.lines, head_of(book), KEY).breaks}
    assert found["LEDG106"].position == 8
    assert found["LEDG106"].what == "there are two entries 8, or one below 1"
