"""Measures Attain beside two queries written by hand: the same deals, the same plans, the same result.

``python bench/million_deals.py --deals 10000000``

Attain, a Polars query and a DuckDB query read the same workspace (``workload.py``) and write the same credits and
earnings, each in a process of its own, in turn, so that whatever else the machine does weighs on all alike. Wall time
on a busy machine says little; CPU time and the median of the rounds' ratios say more. A run with different results
fails. All sides run from bytecode, as an installed package does: each is imported once before anything is timed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polars as pl

BENCH = Path(__file__).parent
SIDES = ("attain", "hand", "duckdb")
QUERIES = SIDES[1:]
COMPARED = ("credits", "earnings")
KEY = ("credit_id", "period_id", "line_type")
GROWTH = 10  # the smaller run has a tenth of the deals


@dataclass(frozen=True)
class Run:
    """What one process took: seconds on the clock, seconds of processor time, and the most memory it held."""

    wall_seconds: float
    cpu_seconds: float
    peak_mib: float


def environment(bytecode: Path, threads: int) -> dict[str, str]:
    """The variables that both sides run under; their bytecode is kept in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(bytecode), "POLARS_MAX_THREADS": str(threads)}


def warm_up(under: dict[str, str]) -> None:
    """Import every side once, so that its bytecode is there."""
    for side in SIDES:
        subprocess.run([sys.executable, "-c", f"import by_{side}"], env=under, cwd=BENCH, check=True)  # noqa: S603 - ours


def timed(command: list[str], under: dict[str, str]) -> Run:
    """Run a command and measure it.

    Raises:
        CalledProcessError: it failed.
    """
    started = time.perf_counter()
    started_side = subprocess.Popen(command, env=under)  # noqa: S603 - our own scripts
    _, status, used = os.wait4(started_side.pid, 0)
    wall_seconds = time.perf_counter() - started
    started_side.returncode = os.waitstatus_to_exitcode(status)
    if started_side.returncode:
        raise subprocess.CalledProcessError(started_side.returncode, command)
    per_mib = 1 << (20 if sys.platform == "darwin" else 10)
    return Run(wall_seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / per_mib)


def rounds_of(workspace: Path, out: Path, round_count: int, under: dict[str, str]) -> dict[str, list[Run]]:
    """Run every side in turn, so many times."""
    runs: dict[str, list[Run]] = {side: [] for side in SIDES}
    for number in range(round_count):
        for side in SIDES if number % 2 == 0 else SIDES[::-1]:
            script = BENCH / f"by_{side}.py"
            made = timed([sys.executable, str(script), str(workspace), str(out / side)], under)
            runs[side].append(made)
            say(f"  {side:<8}{made.wall_seconds:8.2f} s{made.cpu_seconds:8.2f} s CPU{made.peak_mib:10,.0f} MiB")
    return runs


def differences(left: Path, right: Path, table: str) -> tuple[int, int]:
    """Compare a table of two folders, whatever the order of rows; returns how many rows it has and how many differ.

    A tenth of the transactions is compared at a time, by the last digit of their ids.
    """
    ours, theirs = (pl.scan_parquet(folder / f"{table}.parquet") for folder in (left, right))
    names = ours.collect_schema().names()
    key = [name for name in KEY if name in names]
    row_count = different_count = 0
    for digit in "0123456789":
        part = pl.col("transaction_id").str.tail(1) == digit
        own, other = (side.filter(part).select(names).collect() for side in (ours, theirs))
        both = own.join(other, on=key, how="full", nulls_equal=True, suffix=".other")
        off = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}.other")) for name in names)
        row_count += own.height
        different_count += both.filter(off).height
    return row_count, different_count


def compared(out: Path) -> int:
    """Compare what Attain wrote with each query's and say so; returns how many rows differ."""
    found = 0
    for side in QUERIES:
        for table in COMPARED:
            row_count, different_count = differences(out / "attain", out / side, table)
            say(f"  {table} beside {side}: {row_count:,} rows, {different_count:,} differences")
            found += different_count
    return found


def summary(runs: dict[str, list[Run]]) -> str:
    """The medians of every side, and the medians of the rounds' ratios."""
    lines = [f"  {'':<8}{'wall':>10}{'CPU':>10}{'peak':>14}"]
    for side in SIDES:
        wall, cpu, peak = (median(getattr(run, name) for run in runs[side]) for name in Run.__annotations__)
        lines.append(f"  {side:<8}{wall:8.2f} s{cpu:8.2f} s{peak:10,.0f} MiB")
    for side in QUERIES:
        wall, cpu, peak = (ratio(runs, name, side) for name in Run.__annotations__)
        lines.append(f"  attain as a multiple of {side}: wall {wall:.2f}, CPU {cpu:.2f}, peak {peak:.2f}")
    return "\n".join(lines)


def ratio(runs: dict[str, list[Run]], name: str, side: str) -> float:
    """The median, over rounds, of Attain's figure as a multiple of a query's."""
    pairs = zip(runs["attain"], runs[side], strict=True)
    return median(getattr(ours, name) / getattr(theirs, name) for ours, theirs in pairs)


def growth(small: dict[str, list[Run]], large: dict[str, list[Run]]) -> str:
    """How much more the larger run takes, per side."""
    lines = []
    for side in SIDES:
        cpu, peak = (
            median(getattr(run, name) for run in large[side]) / median(getattr(run, name) for run in small[side])
            for name in ("cpu_seconds", "peak_mib")
        )
        lines.append(f"  {side:<8}{cpu:6.1f} x the CPU time, {peak:4.1f} x the memory")
    return "\n".join(lines)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Measure; the exit status is 1 when results differ."""
    wanted = argparse.ArgumentParser(description="Measure Attain beside two queries written by hand.")
    wanted.add_argument("--deals", type=int, default=10_000_000)
    wanted.add_argument("--rounds", type=int, default=1)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--threads", type=int, default=2)
    given = wanted.parse_args(arguments)
    made: list[dict[str, list[Run]]] = []
    different_count = 0
    for deal_count in (given.deals // GROWTH, given.deals):
        with tempfile.TemporaryDirectory(prefix="attain-bench-") as folder:
            workspace, out = Path(folder) / "workspace", Path(folder) / "out"
            under = environment(Path(folder) / "bytecode", given.threads)
            warm_up(under)
            made_by = [sys.executable, str(BENCH / "workload.py"), str(workspace)]
            made_by += ["--deals", str(deal_count), "--seed", str(given.seed)]
            subprocess.run(made_by, check=True)  # noqa: S603 - our own script
            say(f"{deal_count:,} deals, seed {given.seed}, {given.threads} threads, load {os.getloadavg()[0]:.1f}")
            made.append(rounds_of(workspace, out, given.rounds, under))
            different_count += compared(out)
            say(summary(made[-1]))
    say(f"{GROWTH} times the deals take")
    say(growth(*made))
    return 1 if different_count else 0


if __name__ == "__main__":
    sys.exit(main())
