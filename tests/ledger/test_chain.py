"""Canonical bytes, hashes and signatures, against the oracle's plain Python."""

import hashlib
from datetime import UTC, date, datetime

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from attain.ledger import HEADS, NOTHING, Head, Record, chained, digest_by, signed_head, verify_chain
from attain.ledger.chain import canonical_rows, own_hashes, signatures_hold
from attain.ledger.posting import ENTRY_RECORD, LINE_RECORD
from tests.ledger.ledgers import SIGNING_KEY
from tests.oracle import chain

AUDIT = Record("audit/1", ("at", "who", "is_allowed", "count", "on"))
TEXTS = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=6))


def audit(*rows: tuple[object, ...]) -> pl.DataFrame:
    schema = {"at": pl.Datetime("us", "UTC"), "who": pl.String, "is_allowed": pl.Boolean, "count": pl.Int64}
    return pl.DataFrame(list(rows), schema={**schema, "on": pl.Date}, orient="row")


def test_the_records_are_those_of_the_page() -> None:
    assert (LINE_RECORD.columns, LINE_RECORD.name) == (chain.LINE, chain.NAMES[chain.LINE])
    assert (ENTRY_RECORD.columns, ENTRY_RECORD.name) == (chain.ENTRY, chain.NAMES[chain.ENTRY])
    assert ENTRY_RECORD.preamble == chain.beginning(chain.ENTRY)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))), max_size=8))
def test_a_row_is_the_oracles_fields(rows: list[tuple[str | None, str | None, int | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "n": pl.Int64}, orient="row")
    record = Record("pair/1", ("b", "n", "a"))
    expected = [(chain.field(b) + chain.field(n) + chain.field(a)).decode() for a, b, n in rows]
    assert canonical_rows(frame, record).to_list() == expected


def test_every_type_has_its_text() -> None:
    frame = audit(
        (datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=UTC), "Zoë", True, -7, date(2026, 2, 1)),
        (None, None, None, None, None),
        (datetime(1970, 1, 1, tzinfo=UTC), "", False, 0, date(999, 2, 1)),
    )
    assert canonical_rows(frame, AUDIT).to_list() == [
        "16:17698608000000054:Zoë4:true2:-710:2026-02-01",
        "~~~~~",
        "1:00:5:false1:010:0999-02-01",
    ]


@pytest.mark.parametrize("dtype", [pl.Float64, pl.Datetime("us"), pl.Datetime("us", "Europe/Paris"), pl.Binary])
def test_a_type_without_a_text_is_refused(dtype: pl.DataType) -> None:
    frame = pl.DataFrame(schema={"x": dtype})
    with pytest.raises(ValueError, match="has no canonical text"):
        canonical_rows(frame, Record("x/1", ("x",)))


def test_a_group_is_digested_in_order() -> None:
    frame = pl.DataFrame({"g": [2, 1, 2], "t": ["b", "a", "c"]})
    record = Record("t/1", ("t",))
    found = digest_by(frame, record, by="g")
    start = chain.field("t/1") + chain.field("t")
    expected = [hashlib.sha256(start + rows).hexdigest() for rows in (b"1:b1:c", b"1:a")]
    assert found.rows() == [(2, 2, expected[0]), (1, 1, expected[1])]
    assert digest_by(frame.clear(), record, by="g").is_empty()


def test_a_chain_goes_on_where_it_ended() -> None:
    rows = audit((None, "a", True, 1, None), (None, "b", True, 2, None), (None, "c", True, 3, None))
    whole, head = chained(rows, AUDIT, Head())
    first, middle = chained(rows.head(1), AUDIT, Head())
    rest, end = chained(rows.tail(2), AUDIT, middle)
    assert pl.concat([first, rest]).equals(whole)
    assert head == end
    assert (head.height, head.head_hash) == (3, whole["entry_hash"][2])
    assert whole["previous_hash"].to_list() == [NOTHING, *whole["entry_hash"][:2]]
    assert own_hashes(whole, AUDIT).equals(whole["entry_hash"])
    start = chain.field(AUDIT.name) + chain.field(",".join(AUDIT.columns)) + chain.field(NOTHING)
    assert whole["entry_hash"][0] == hashlib.sha256(start + b"~1:a4:true1:1~").hexdigest()


def test_an_audit_trail_is_verified_like_a_ledger() -> None:
    rows, head = chained(audit((None, "a", True, 1, None), (None, "b", False, 2, None)), AUDIT, Head())
    heads = signed_head(head, SIGNING_KEY, chain="audit", purpose="close 2026-01")
    key = SIGNING_KEY.public_key()
    clean = verify_chain(rows, heads, key, record=AUDIT)
    assert clean.is_clean
    assert (clean.head, clean.unsigned_count) == (head, 0)
    changed = rows.with_columns(is_allowed=pl.lit(value=True))
    (found,) = verify_chain(changed, heads, key, record=AUDIT).diagnostics("audit")
    assert (found.code, str(found.where)) == ("LEDG104", "audit (entry 2)")
    assert found.what == "the content of entry 2 does not give its hash"


def test_a_signature_covers_all_of_a_head() -> None:
    head = signed_head(Head(5, "ab" * 32), SIGNING_KEY, chain="ledger", purpose="close 2026-01")
    key = SIGNING_KEY.public_key()
    assert signatures_hold(head, key).to_list() == [True]
    row = head.row(0, named=True)
    key.verify(bytes.fromhex(row["signature"]), chain.signed_bytes(row))
    changes = {"chain": "audit", "head_hash": "cd" * 32, "purpose": "x", "signature": "00", "height": 6}
    for column, other in changes.items():
        changed = head.with_columns(pl.lit(other, HEADS.schema[column]).alias(column))
        assert signatures_hold(pl.concat([changed, head]), key).to_list() == [False, True]
    assert signatures_hold(head.with_columns(signature=pl.lit("not hex")), key).to_list() == [False]
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    assert signatures_hold(head, stranger).to_list() == [False]
    assert signatures_hold(head.clear(), key).is_empty()
    assert HEADS.checked(head).equals(head)
