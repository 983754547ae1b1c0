"""Every accepted row is credited or listed, with one reason: also in random plans, and as the oracle credits.

1. The ids of the credits of the kernel and of the oracle, and the ids listed, share none, and are all of the source's.
2. A row that is listed has a reason and words for it.
3. Following rows changes nothing: credits and findings are those of a calculation that nobody asked.
"""

from pathlib import Path

import pytest

from attain.questions.uncredited import REASONS, Uncredited, uncredited
from attain.runs import Results, calculate_opened, open_workspace
from tests.parity.case import Case
from tests.parity.generate import generate
from tests.parity.run import known_on
from tests.parity.workspace import expected, write_workspace

SEEDS = (1, 2, 5, 8, 21, 48, 55, 112, 168, 254, 6161, 7110)


def followed(case: Case, folder: Path) -> tuple[Results, Uncredited]:
    """Calculate a case and ask which rows credit nobody."""
    write_workspace(case, folder)
    opened = open_workspace(folder, known_on(case))
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    return results, uncredited(opened, results)


def _of_oracle(case: Case, results: Results) -> set[tuple[str, str]]:
    """Source and id of every deal that the oracle credits for a component."""
    run = results.runs[case.plan["plan"]]
    rows = [row for row in expected(case)["credits"] if not row["component"].startswith("measure ")]
    return {(str(run.credit_rules[row["component"]].source), row["transaction"]) for row in rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_of_a_random_plan_is_credited_or_listed(seed: int, tmp_path: Path) -> None:
    case = generate(seed, ())
    results, found = followed(case, tmp_path / "workspace")
    kernel = set(results.tables["credits"].select("source", "transaction_id").iter_rows())
    oracle = _of_oracle(case, results)
    listed = set(found.rows.select("source", "transaction_id").iter_rows())
    pays_windows = any(c.credit is None for run in results.runs.values() for c in run.components.values())
    assert not listed & (kernel | oracle)
    for one in found.covered:
        run = next(run for run in results.runs.values() if one.source in run.facts.transactions)
        every = {(one.source, key) for key in run.facts.transactions[one.source].frame["transaction_id"]}
        own = {key for key in listed if key[0] == one.source}
        assert one.row_count == len(every)
        assert one.credited_count + len(own) == one.row_count
        assert pays_windows or every - own == {key for key in kernel if key[0] == one.source}
        assert pays_windows or len(case.plans) > 1 or every - own == {key for key in oracle if key[0] == one.source}
    assert set(found.rows["reason"]) <= set(REASONS)
    assert all(found.rows["why"])


def test_following_changes_nothing(tmp_path: Path) -> None:
    results, found = followed(generate(48, ()), tmp_path / "workspace")
    rows = {(plan, n): standing.rows for plan, run in results.runs.items() for n, standing in run.standing.items()}
    said = {name: list(run.findings.found) for name, run in results.runs.items()}
    assert found.covered
    again = calculate_opened(open_workspace(tmp_path / "workspace", known_on(generate(48, ()))))
    for name, run in again.runs.items():
        assert run.findings.found == said[name]
        assert all(standing.rows.equals(rows[name, rule]) for rule, standing in run.standing.items())
