"""Runs hundreds of random plans through the kernel and the oracle: ``python -m tests.parity.run --plans 500 --seed 1``.

Prints how often every kind was met, the lines compared and the differences. The first cases that differ are made small
and written as workspace folders, with the plan, its data and the differences.
"""

import argparse
import importlib
import json
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from tests.parity.case import Case
from tests.parity.compare import Difference, compare, compare_measures, line_count
from tests.parity.generate import generate
from tests.parity.shrinking import shrink
from tests.parity.workspace import expected, write_workspace

ROOMS = ("rate", "credit", "measure", "modifier", "clawback", "draw", "owner", "window", "pay_period")
REPRODUCTIONS = 3


@dataclass
class Tally:
    """What a run of many cases met and found.

    Attributes:
        kinds: in how many plans each kind and feature was used.
    """

    plans: int = 0
    lines: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[Case, list[Difference]]] = field(default_factory=list)

    @property
    def differences(self) -> int:
        """How many amounts differ."""
        return sum(len(found) for _, found in self.failures)


def run_kernel(folder: Path, as_of: date | None = None) -> dict[str, pl.DataFrame]:
    """Calculate a workspace with the kernel, as of a day, and return its output tables by name.

    Raises:
        RuntimeError: the kernel refuses the workspace; every case is valid, so this counts as a difference.
    """
    results = importlib.import_module("attain.runs").calculate_workspace(folder, as_of)
    if not results.tables:
        raise RuntimeError(
            "\n".join(f"{d.code} {d.where.line}:{d.where.column} {d.what}" for d in results.diagnostics[:5])
        )
    return results.tables


def differences_of(case: Case, *, measures: bool = False) -> list[Difference]:
    """Calculate a case on both sides and list what differs."""
    return judged(case, expected(case), measures=measures)


def judged(case: Case, oracle: dict[str, list[dict]], *, measures: bool = False) -> list[Difference]:
    """Calculate a case with the kernel and compare; a kernel that fails is a difference too."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "workspace"
        write_workspace(case, place)
        try:
            tables = run_kernel(place, known_on(case))
        except Exception:  # noqa: BLE001 - whatever went wrong is reported with the case
            return [Difference("failure", (case.seed,), "a result", traceback.format_exc(limit=-3))]
    found = compare(oracle, tables)
    return found + (compare_measures(oracle["measures"], tables) if measures else [])


def known_on(case: Case) -> date | None:
    """The day as of which a case is calculated; None reads everything."""
    written = case.facts.get("as_of")
    return date.fromisoformat(written) if written else None


def run(seeds: Iterable[int], *, without: Iterable[str] = (), measures: bool = False) -> Iterator[Tally]:
    """Calculate the case of every seed; gives the tally so far after each."""
    tally = Tally()
    for seed in seeds:
        case = generate(seed, without)
        oracle = expected(case)
        found = judged(case, oracle, measures=measures)
        tally.plans += 1
        tally.lines += line_count(oracle)
        tally.kinds.update(set(case.used))
        if found:
            tally.failures.append((case, found))
        yield tally


def reproduce(case: Case, found: list[Difference], folder: Path, *, measures: bool = False) -> Path:
    """Make a case small and write its workspace, its plan and its differences."""
    tables = {difference.table for difference in found}

    def shows(candidate: Case) -> bool:
        try:
            expected(candidate)
        except (KeyError, ValueError):  # a part was left out that another one needs
            return False
        return bool(tables & {difference.table for difference in differences_of(candidate, measures=measures)})

    small = shrink(case, shows)
    place = folder / f"seed_{case.seed}"
    shutil.rmtree(place, ignore_errors=True)
    write_workspace(small, place)
    lines = [str(difference) for difference in differences_of(small, measures=measures)]
    (place / "differences.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (place / "facts.json").write_text(json.dumps(small.facts, indent=1, ensure_ascii=False), encoding="utf-8")
    return place


def report(tally: Tally) -> str:
    """The kinds by room, then the totals."""
    lines = []
    for room in ROOMS:
        kinds = {kind.removeprefix(f"{room} "): n for kind, n in tally.kinds.items() if kind.startswith(f"{room} ")}
        lines.append(f"{room:>12}  " + "  ".join(f"{kind} {n}" for kind, n in sorted(kinds.items())))
    others = {kind: n for kind, n in tally.kinds.items() if kind.partition(" ")[0] not in ROOMS}
    lines.append(f"{'features':>12}  " + "  ".join(f"{kind} {n}" for kind, n in sorted(others.items())))
    lines.append(f"{tally.plans} plans, {tally.lines} lines, {tally.differences} differences")
    return "\n".join(lines)


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status is 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.parity.run", description=__doc__)
    parser.add_argument("--plans", type=int, default=500, help="how many random plans")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--without", default="", help="kinds and features to leave out, separated by commas")
    parser.add_argument("--measures", action="store_true", help="compare the measures table too")
    parser.add_argument("--out", type=Path, default=Path("out/parity"), help="where reproductions are written")
    parser.add_argument("--reproductions", type=int, default=REPRODUCTIONS, help="how many cases to make small")
    chosen = parser.parse_args(arguments)
    without = [feature.strip() for feature in chosen.without.split(",") if feature.strip()]
    tally, started = Tally(), time.monotonic()
    for tally in run(range(chosen.seed, chosen.seed + chosen.plans), without=without, measures=chosen.measures):
        if tally.plans % 50 == 0:
            say(f"{tally.plans} plans, {tally.lines} lines, {tally.differences} differences")
    say(report(tally))
    say(f"{time.monotonic() - started:.0f} s")
    for case, found in tally.failures[: chosen.reproductions]:
        place = reproduce(case, found, chosen.out, measures=chosen.measures)
        say(f"\nseed {case.seed}: {len(found)} differences; the smallest case is in {place}")
        say((place / "differences.txt").read_text(encoding="utf-8").strip())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
