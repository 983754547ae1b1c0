"""Spoils workspaces by the thousand and counts: ``python -m tests.fuzz.run --cases 2000 --seed 1``.

A run goes on until so many workspaces were refused; those that a mutation left valid must come out whole and are
counted apart. ``--keep`` writes ``seeds.txt``, the table of codes and of the cases that reach each.
"""

import argparse
import importlib
import multiprocessing
import os
import pkgutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import attain
from attain.diagnostics import CODES, Code
from tests.fuzz.aiming import aimed
from tests.fuzz.mutations import is_yaml, mutant
from tests.fuzz.running import run

KEPT = Path(__file__).with_name("seeds.txt")
CASES = 2_000
ALONE_EVERY = 5  # of the cases, one in so many also checks its plan alone
SEEDS_KEPT = 3


@dataclass(frozen=True)
class Finding:
    """What one case showed."""

    name: str
    is_refused: bool
    is_yaml: bool
    codes: frozenset[str]
    breaks: tuple[str, ...]
    output_count: int
    diagnostic_count: int
    failure: str = ""


@dataclass
class Tally:
    """What many cases showed.

    Attributes:
        reached: by code, the first cases that reach it.
        written: files that came out of refused workspaces.
    """

    refused: int = 0
    valid: int = 0
    yaml: int = 0
    diagnostics: int = 0
    written: int = 0
    reached: dict[str, list[str]] = field(default_factory=dict)
    broken: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Count a case."""
        self.refused += finding.is_refused
        self.valid += not finding.is_refused
        self.yaml += finding.is_yaml
        self.diagnostics += finding.diagnostic_count
        self.written += finding.output_count if finding.is_refused else 0
        if finding.breaks:
            self.broken.append(finding)
        for code in finding.codes:
            self.reached.setdefault(code, []).append(finding.name)

    @property
    def case_count(self) -> int:
        """Cases, refused or not."""
        return self.refused + self.valid

    @property
    def missed(self) -> list[str]:
        """Registered codes that no case reached."""
        return sorted(registered_codes() - set(self.reached))

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, half of the cases stayed YAML, and every code was reached."""
        return not (self.broken or self.written or self.missed) and 2 * self.yaml >= self.case_count

    def report(self) -> str:
        """The counts, then whatever is wrong."""
        tracebacks = sum(bool(finding.failure) for finding in self.broken)
        lines = [
            f"{self.case_count:,} workspaces spoilt: {self.refused:,} refused, {self.valid:,} calculated whole",
            f"{self.yaml:,} of them ({100 * self.yaml / max(1, self.case_count):.0f} %) still YAML",
            f"{self.diagnostics:,} diagnostics, all with code, place, reason and fix",
            f"{len(set(self.reached) & registered_codes())} of {len(registered_codes())} codes reached",
            f"{tracebacks} tracebacks, {self.written} outputs of refused ones, {len(self.broken)} broken promises",
        ]
        lines += [f"not reached: {code}" for code in self.missed]
        return "\n".join(lines + [f"{finding.name}: {finding.breaks[0]}" for finding in self.broken[:20]])

    def table(self) -> str:
        """Every code with the cases that reach it."""
        lines = [f"{code}  {'; '.join(_told(self.reached[code]))}" for code in sorted(self.reached)]
        head = "# Written by python -m tests.fuzz.run --keep: seeds of random cases, names of aimed ones."
        return "\n".join([head, *lines, ""])


# What asks, what posts and what reads deals is not reached by calculating; their codes are reached by their own tests.
QUESTIONS = ("backtest", "diff", "shadow", "simulate", "whatif")
ELSEWHERE = (
    "attain.ledger",
    "attain.lifecycles",
    "attain.forecasts",
    "attain.metrics",
    "attain.opportunities",
    *(f"attain.questions.{room}" for room in QUESTIONS),
)


def registered_codes() -> set[str]:
    """Every code that a workspace and its plans may be refused or warned with."""
    others: set[str] = set()
    for module in pkgutil.walk_packages(attain.__path__, "attain."):
        if module.name.endswith(".problems"):
            found = vars(importlib.import_module(module.name)).values()
            if module.name.startswith(ELSEWHERE):
                others |= {code.name for code in found if isinstance(code, Code)}
    return set(CODES) - others


def _told(names: list[str]) -> list[str]:
    seeds = sorted((name for name in names if name.isdigit()), key=int)[:SEEDS_KEPT]
    return [*seeds, *[name for name in names if not name.isdigit()][:1]]


def spoil(seed: int) -> Finding:
    """Run the case of a seed."""
    case = mutant(seed)
    outcome = run(case.files, plan=case.plan if seed % ALONE_EVERY == 0 else "")
    return Finding(
        name=str(seed),
        is_refused=outcome.is_refused,
        is_yaml=is_yaml(case.files),
        codes=frozenset(outcome.codes),
        breaks=tuple(outcome.breaks),
        output_count=len(outcome.outputs),
        diagnostic_count=len(outcome.diagnostics),
        failure=outcome.failure,
    )


def aim() -> Iterator[Finding]:
    """Run every aimed case."""
    for case in aimed():
        outcome = case.run()
        missed = [f"does not reach {case.code}"] if case.code and case.code not in outcome.codes else []
        yield Finding(
            name=case.name,
            is_refused=outcome.is_refused,
            is_yaml=is_yaml(case.files),
            codes=frozenset(outcome.codes),
            breaks=(*outcome.breaks, *missed),
            output_count=len(outcome.outputs),
            diagnostic_count=len(outcome.diagnostics),
            failure=outcome.failure,
        )


def random_cases(first_seed: int, refused: int, workers: int) -> Iterator[Finding]:
    """Run random cases, in the order of their seeds, until so many workspaces were refused."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        # Handed out in blocks: an endless number of seeds would be queued at once.
        for block in count(first_seed, 50 * workers):
            for finding in pool.imap(spoil, range(block, block + 50 * workers), chunksize=5):
                yield finding
                refused -= finding.is_refused
                if refused <= 0:
                    return


def tally_of(*, cases: int, seed: int, workers: int) -> Tally:
    """Run random cases, then the aimed ones."""
    tally = Tally()
    for finding in random_cases(seed, cases, workers):
        tally.add(finding)
        for broken in finding.breaks:  # at once: a long run may be stopped
            say(f"{finding.name}: {broken}")
        if tally.case_count % 250 == 0:
            say(f"{tally.case_count:,} cases, {tally.refused:,} refused, {len(tally.broken)} broken promises")
    for finding in aim():
        tally.add(finding)
    return tally


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status is 1 when a promise is broken or a code is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="how many refused workspaces")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="how many processes")
    parser.add_argument("--keep", action="store_true", help="write seeds.txt")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    tally = tally_of(cases=chosen.cases, seed=chosen.seed, workers=chosen.workers)
    say(tally.report())
    say(f"{time.monotonic() - started:.0f} s, seeds from {chosen.seed}")
    if chosen.keep:
        KEPT.write_text(tally.table(), encoding="utf-8")
    return 0 if tally.holds else 1


if __name__ == "__main__":
    sys.exit(main())
