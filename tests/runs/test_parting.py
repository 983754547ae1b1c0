"""Runs in parts.

1. Random plans, without what ties payees or lines together, give the same tables in parts as at once, row for row.
2. What is written is the same bytes.
3. Plans that tie payees or lines together are calculated at once, and so is what has something to tell.
4. Nothing is left in files.
"""

import gc
import tempfile
from pathlib import Path

import polars as pl
import pytest

from attain.earnings.model import FloorItem
from attain.plans import Plan
from attain.runs import Opened, Results, calculate, open_workspace
from attain.runs.parting import Sizes, calculate_in_parts, in_parts
from attain.runs.parting.separable import are_separable
from attain.runs.writing import write_tables
from bench.workload import write_workspace as write_force
from tests.parity.generate import generate
from tests.parity.workspace import write_workspace

SMALL = Sizes(least=0, deals=15, credits=30)
IN_PARTS = (8001, 8007, 8028)
AT_ONCE = (8000, 8003)


def plainer(plan: Plan) -> Plan:
    """Take away what makes more than one line of a credit."""
    components = {
        name: component.model_copy(
            update={
                "clawback": None,
                "release": (),
                "holds": (),
                "earned": None,
                "modifiers": tuple(item for item in component.modifiers if not isinstance(item, FloorItem)),
            }
        )
        for name, component in plan.components.items()
    }
    return plan.model_copy(update={"components": components, "order": (), "holds": ()})


def opened(seed: int, folder: Path) -> tuple[Opened, list[Plan]]:
    write_workspace(generate(seed), folder)
    found = open_workspace(folder)
    return found, [plainer(plan) for plan in found.plans]


def tried(seed: int, folder: Path) -> str:
    """Calculate a random workspace at once and in parts; say which way it went."""
    found, plans = opened(seed, folder)
    assert found.facts is not None
    whole = calculate(found.facts, plans, found.targets)
    parts = calculate_in_parts(found.facts, plans, found.targets, SMALL)
    assert parts.diagnostics == whole.diagnostics
    assert list(parts.tables) == list(whole.tables)
    for name in whole.tables:
        assert parts.tables[name].equals(whole.tables[name]), (seed, name)
    return "at once" if not are_separable(found.facts, plans, found.targets) or whole.diagnostics else "in parts"


@pytest.mark.parametrize("seed", IN_PARTS)
def test_parts_give_what_all_at_once_gives(seed: int, tmp_path: Path) -> None:
    """1."""
    assert tried(seed, tmp_path / "workspace") == "in parts"


@pytest.mark.parametrize("seed", AT_ONCE)
def test_what_is_tied_together_is_calculated_at_once(seed: int, tmp_path: Path) -> None:
    """3."""
    assert tried(seed, tmp_path / "workspace") == "at once"


def written(found: Opened, results: Results, folder: Path) -> dict[str, bytes]:
    assert found.facts is not None
    return {path.name: path.read_bytes() for path in write_tables(results, found.loaded, folder)}


def test_what_is_written_is_the_same_bytes(tmp_path: Path) -> None:
    """2, 4. A force of 5,000 with managers' overrides: 3,000 deals in three pieces, 11,000 credits in five parts."""
    write_force(tmp_path / "given", 3_000, seed=1)
    found = open_workspace(tmp_path / "given")
    assert found.facts is not None
    whole = calculate(found.facts, found.plans, found.targets)
    temporary = Path(tempfile.gettempdir())
    before = set(temporary.glob("attain-*"))
    parts = calculate_in_parts(found.facts, found.plans, found.targets, Sizes(least=0, deals=1_000, credits=2_500))
    assert set(temporary.glob("attain-*")) - before, "credits are put away in files"
    assert written(found, parts, tmp_path / "parts") == written(found, whole, tmp_path / "whole")
    for name in ("credits", "earnings"):
        assert parts.tables.row_count(name) == whole.tables.row_count(name)
        read = parts.tables.stream(name).filter(pl.col("payee_id") == "emp-00001").head(3).select("transaction_id")
        assert read.collect().equals(whole.tables[name].filter(payee_id="emp-00001").head(3).select("transaction_id"))
    del parts, read
    gc.collect()
    assert not set(temporary.glob("attain-*")) - before


def test_what_has_something_to_tell_tells_it_as_at_once(tmp_path: Path) -> None:
    """3. A deal without an amount."""
    write_force(tmp_path / "given", 300, seed=1)
    deals = tmp_path / "given" / "data" / "deals.parquet"
    frame = pl.read_parquet(deals)
    frame.with_columns(pl.when(pl.int_range(pl.len()) != 7).then("amount").alias("amount")).write_parquet(deals)
    found = open_workspace(tmp_path / "given")
    assert found.facts is not None
    whole = calculate(found.facts, found.plans, found.targets)
    assert {problem.code for problem in whole.diagnostics} == {"CRED103"}
    parts = calculate_in_parts(found.facts, found.plans, found.targets, Sizes(0, 100, 200))
    assert parts.diagnostics == whole.diagnostics


def test_a_small_workspace_is_calculated_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """3."""
    found, plans = opened(IN_PARTS[0], tmp_path / "workspace")
    assert found.facts is not None
    monkeypatch.setattr(in_parts, "put_away", None)
    assert calculate_in_parts(found.facts, plans, found.targets).tables["credits"].height
