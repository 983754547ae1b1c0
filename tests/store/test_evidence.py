"""The evidence of a period: everything an auditor asks for, in one signed file that no spreadsheet runs."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, disputing, periods
from attain_web.actions.closing.evidence import gather_evidence
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain
from tests.store.journey import approve_plans, finish

JANUARY = "2026-01"


@pytest.fixture
def closed(workspace: Path) -> Path:
    """The workspace with January closed, an adjustment and a dispute in it."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    draft = deciding.Draft("adjustment", "ana", JANUARY, "USD", -500, "=HYPERLINK(A1)")
    deciding.draft_decisions([draft], acting_user="dana")
    deciding.approve_decision("ADJ-1", acting_user="eve")
    disputing.raise_dispute(JANUARY, "bo", "too little", acting_user="bo")
    disputing.end_dispute("D-1", "reject", acting_user="dana", reason="it is right")
    finish(workspace, JANUARY)
    return workspace


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes) -> pl.DataFrame:
    return pl.read_csv(content, infer_schema=False)


def test_it_has_everything_and_is_signed(closed: Path) -> None:
    files = opened(gather_evidence(closed, JANUARY, acting_user="carl"))
    index = dict(table(files["index.csv"]).rows())
    assert set(index) == set(files) - {"index.csv", "index.sig"}
    assert all(sha256(files[name]).hexdigest() == digest for name, digest in index.items())
    key = load_pem_public_key(files["signing.pub"])
    assert isinstance(key, Ed25519PublicKey)
    key.verify(bytes.fromhex(files["index.sig"].decode()), files["index.csv"])
    assert files["inputs/plans/sales.yaml"].decode() == (closed / "plans" / "sales.yaml").read_text("utf-8")
    assert table(files["loads.csv"]).filter(pl.col("table") == "deals")["rows_accepted"].to_list() == ["4"]
    assert table(files["payments.csv"])["paid"].to_list() == ["10000", "20000"]
    assert table(files["decisions.csv"])["decided_amount"].to_list() == ["-500"]
    assert table(files["disputes.csv"])["payee_id"].to_list() == ["bo"]
    assert table(files["tie_out.csv"]).is_empty()
    assert table(files["roll_forward.csv"]).row(0, named=True)["closing"] == "29500"
    assert "too little" in table(files["steps.csv"])["reason"].to_list()
    assert table(files["audit.csv"])["action"].to_list()[-1] == "close_period"


def test_a_reason_is_no_formula(closed: Path) -> None:
    files = opened(gather_evidence(closed, JANUARY, acting_user="carl"))
    assert "'=HYPERLINK(A1)" in table(files["steps.csv"])["reason"].to_list()


def test_the_same_evidence_is_the_same_bytes(closed: Path) -> None:
    """But for the audit, which says that it was gathered."""
    first, again = (opened(gather_evidence(closed, JANUARY, acting_user="carl")) for _ in range(2))
    assert {name for name in first if first[name] != again[name]} == {"audit.csv", "index.csv", "index.sig"}


def test_what_was_never_calculated_has_none(closed: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2026-03 was never calculated"):
        gather_evidence(closed, "2026-03", acting_user="carl")
    assert "written to" in attain("evidence", closed, JANUARY, "--out", tmp_path / "january.zip", "--as", "carl")
    assert "payments.csv" in opened((tmp_path / "january.zip").read_bytes())
