"""Proofs: every payment of the library proves itself with as little of others as gives the same cent."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner

from attain.cli.application import app
from attain.reports.proofs import CannotProve, Proof, prove_payment, read_proof, recalculated
from attain.reports.proofs.restricted import kept_of
from attain.runs import calculate_workspace
from attain.sources import KeptTables, load
from tests.docs.pages import ROOT

LIBRARY = ROOT / "examples" / "plans"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
# Payments that read what others sold, and how much of it their proof has to say; every other one says nothing of it.
OF_OTHERS = {
    ("executive_bonus", "summed"),
    ("insurance_agency", "summed"),
    ("mbo_executive", "summed"),
    ("pharma_representative", "summed"),
    ("sales_manager", "summed"),
    ("sales_contest", "each"),
    ("support_pool", "each"),
}


def texts_of(folder: Path) -> dict[str, str]:
    files = [folder / "attain.yaml", *sorted((folder / "plans").glob("*.yaml"))]
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}


def tables_of(folder: Path) -> KeptTables:
    loaded = load(folder)
    tables = dict(loaded.sources)
    for name, source in loaded.sources.items():
        tables |= {f"{name}.{child}": table for child, table in source.children.items()}
    standard = {"roster": loaded.roster, "targets": loaded.targets, "fx": loaded.fx}
    tables |= {name: table for name, table in standard.items() if table is not None}
    return KeptTables({name: kept_of(table) for name, table in tables.items()})


def proofs_of(folder: Path, most: int) -> Iterator[Proof]:
    payments = calculate_workspace(folder).tables["payments"]
    asked = payments.filter(payments["paid"] != 0).select("payee_id", "period_id").unique(maintain_order=True)
    texts, tables = texts_of(folder), tables_of(folder)
    for payee, period in asked.head(most).iter_rows():
        yield prove_payment(texts, tables, payee, period)


@pytest.mark.parametrize("name", sorted(path.parent.name for path in LIBRARY.glob("*/attain.yaml")))
def test_a_library_plan_proves_what_it_pays(name: str) -> None:
    levels: Counter[str] = Counter()
    for proof in proofs_of(LIBRARY / name, 2):
        again = read_proof(proof.signed(KEY), KEY.public_key())
        assert recalculated(again) == proof.said["payments"]
        levels[proof.said["others"]] += 1
    assert {(name, level) for level in levels} - OF_OTHERS <= {(name, "none")}
    assert levels


@pytest.fixture(scope="module")
def proof() -> Proof:
    """What one of three account executives is paid."""
    return next(proofs_of(LIBRARY / "account_executive", 1))


def test_nothing_is_said_of_others(proof: Proof) -> None:
    payee, text = proof.said["payee_id"], json.dumps(proof.said["tables"])
    (file,) = (LIBRARY / "account_executive" / "data").glob("roster.csv")
    others = [line.split(",")[0] for line in file.read_text("utf-8").splitlines()[1:]]
    assert payee in others
    assert [other for other in others if other != payee and f'"{other}"' in text] == []


def test_every_changed_byte_is_noticed(proof: Proof) -> None:
    text = proof.signed(KEY)
    for place in range(0, len(text), max(1, len(text) // 200)):
        changed = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        if _said(changed) == _said(text):
            continue  # white space between two values
        with pytest.raises(CannotProve):
            read_proof(changed, KEY.public_key())


def _said(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_another_key_did_not_sign_it(proof: Proof) -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(CannotProve, match="the signature does not hold"):
        read_proof(proof.signed(other), KEY.public_key())


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"signature": 1}', '{"signature": "zz"}'])
def test_what_is_no_proof_is_said_so(text: str) -> None:
    with pytest.raises(CannotProve):
        read_proof(text, KEY.public_key())


def test_a_signed_lie_is_found_by_calculating(proof: Proof, tmp_path: Path) -> None:
    (row, *rest) = proof.said["payments"]
    lie = Proof({**proof.said, "payments": [{**row, "paid": row["paid"] + 1}, *rest]})
    assert "engine calculates" in prove(tmp_path, lie.signed(KEY), status=1)
    outside = Proof({**proof.said, "texts": {**proof.said["texts"], "../outside.yaml": "x"}})
    assert "'../outside.yaml' lies outside the proof" in prove(tmp_path, outside.signed(KEY), status=1)


def prove(folder: Path, text: str, status: int = 0) -> str:
    (folder / "proof.json").write_text(text, "utf-8")
    (folder / "key.pem").write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    result = CliRunner().invoke(app, ["prove", str(folder / "proof.json"), "--key", str(folder / "key.pem")])
    assert result.exit_code == status, result.output
    return result.output


def test_by_the_command_line(proof: Proof, tmp_path: Path) -> None:
    by_hand = [{"decision_id": "ADJ-1", "kind": "adjustment", "currency": "USD", "decided_amount": -250}]
    output = prove(tmp_path, Proof({**proof.said, "by_hand": by_hand}).signed(KEY))
    assert "signed and calculated again" in output
    assert "besides by hand, ADJ-1: adjustment of -2.50 USD" in output
    (tmp_path / "bad.pem").write_text("no key", "utf-8")
    for key in ("bad.pem", "none.pem"):
        words = ["prove", str(tmp_path / "proof.json"), "--key", str(tmp_path / key)]
        assert CliRunner().invoke(app, words).exit_code == 2


def test_no_payment_is_no_proof() -> None:
    folder = LIBRARY / "account_executive"
    with pytest.raises(CannotProve, match="nobody has no payment in 2026-01"):
        prove_payment(texts_of(folder), tables_of(folder), "nobody", "2026-01")
