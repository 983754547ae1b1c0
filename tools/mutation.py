"""Would the tests notice? Change the code a little, run the tests that reach the change, count who notices.

    python tools/mutation.py src/attain/money tests/money --at-least 85

The tests run once unchanged, to learn which tests reach which line; then every mutant runs the
tests of its line, in a process of its own that starts afresh (Polars does not survive a fork),
against a copy of the project. A mutant is killed when a test fails or time runs out. Mutants that
mean the same as the original stand, with the reason, in ``tools/equivalent_mutants.toml``.
"""

import argparse
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that `python tools/mutation.py` finds the tools beside it

from tools.mutants import Mutant, mutants  # noqa: E402 - the path comes first

EXCUSED = ROOT / "tools" / "equivalent_mutants.toml"
COPIED = ("src", "tests", "tools", "pyproject.toml")
PYTEST = ["-m", "pytest", "-q", "-x", "--no-header", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider"]
MARKS = ["-m", "not parity and not fuzz and not slow"]
PASSED = 0
LONGEST_COMMAND_TESTS = 400


@dataclass(frozen=True)
class Job:
    """A mutant of a file, and the tests that reach it; no tests means nothing ever ran the line."""

    file: str
    mutant: Mutant
    tests: tuple[str, ...]

    def __str__(self) -> str:
        before = " ".join(self.mutant.before.split())
        return f"{self.file}:{self.mutant.line}  {before}  ->  {self.mutant.after}"


@dataclass
class Score:
    """What became of the mutants."""

    killed: int = 0
    timed_out: int = 0
    excused: int = 0
    survivors: list[Job] = field(default_factory=list[Job])

    @property
    def percent(self) -> float:
        """Killed mutants in percent of those that mean something else than the original."""
        counted = self.killed + len(self.survivors)
        return 100.0 * self.killed / counted if counted else 100.0


class Workshop:
    """A copy of the project in which one mutant after another is tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        for path in ROOT.iterdir():
            if path.name in COPIED and path.is_dir():
                shutil.copytree(path, folder / path.name, ignore=ignored)
            elif path.name in COPIED:
                shutil.copy(path, folder / path.name)
            elif path.name not in {".git", ".venv", "out"}:
                (folder / path.name).symlink_to(path)

    def run(self, arguments: list[str], seconds: float) -> int | None:
        """Run Python here and return its exit status, or nothing when time ran out."""
        environment = os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "POLARS_MAX_THREADS": "1",
            "PYTEST_DEBUG_TEMPROOT": str(self.folder),
        }
        started = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return started.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            return None

    def is_noticed(self, job: Job, seconds: float) -> bool | None:
        """Try a mutant: does a test fail? Nothing when time ran out."""
        target = self.folder / job.file
        original = target.read_text(encoding="utf-8")
        target.write_text(job.mutant.applied(original), encoding="utf-8")
        try:
            status = self.run([*PYTEST, "--hypothesis-profile=mutation", *MARKS, *job.tests], seconds)
        finally:
            target.write_text(original, encoding="utf-8")
        return None if status is None else status != PASSED


def baseline(shop: Workshop, sources: list[str], tests: list[str]) -> tuple[CoverageData, float]:
    """Run the tests unchanged; return which test reaches which line, and the seconds it took."""
    began = time.monotonic()
    folders = {source.rpartition("/")[0] if source.endswith(".py") else source for source in sources}
    reach = [
        "--cov-config=/dev/null",
        "--cov-context=test",
        "--cov-report=",
        *(f"--cov={folder}" for folder in folders),
    ]
    status = shop.run([*PYTEST, "--hypothesis-profile=mutation", *MARKS, *reach, *tests, *sources], 3600)
    if status != PASSED:
        sys.exit(f"the tests fail without any change: pytest {' '.join([*tests, *sources])} ended with {status}")
    measured = CoverageData(str(shop.folder / ".coverage"))
    measured.read()
    return measured, time.monotonic() - began


def jobs_of(shop: Workshop, sources: list[str], reached: CoverageData, all_tests: list[str]) -> list[Job]:
    """Return every mutant of the sources with the tests that reach it."""
    found: list[Job] = []
    for source in sources:
        root = shop.folder / source
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            contexts = reached.contexts_by_lineno(str(path))
            name = path.relative_to(shop.folder).as_posix()
            made = mutants(path.read_text(encoding="utf-8"))
            found += [Job(name, mutant, _tests_of(mutant, contexts, all_tests)) for mutant in made]
    return found


def _tests_of(mutant: Mutant, contexts: dict[int, list[str]], all_tests: list[str]) -> tuple[str, ...]:
    lines = range(mutant.line, mutant.end_line + 1)
    named = {context.partition("|")[0] for line in lines for context in contexts.get(line, [])}
    if "" in named or len(named) > LONGEST_COMMAND_TESTS:  # runs when the module is imported: any test may notice
        return tuple(all_tests)
    return tuple(sorted(named))


def refuse_unknown_tests(shop: Workshop, jobs: list[Job]) -> None:
    """Stop when a test cannot be called by its name: calling it would fail, and look like a mutant killed."""
    named = sorted({test for job in jobs for test in job.tests})
    for start in range(0, len(named), LONGEST_COMMAND_TESTS):
        chunk = named[start : start + LONGEST_COMMAND_TESTS]
        if shop.run([*PYTEST, *MARKS, "--collect-only", *chunk], 600) != PASSED:
            sys.exit(f"pytest does not find one of: {' '.join(chunk)}")


def excuses() -> set[tuple[str, str, str]]:
    """Return the mutants that mean the same as the original: file, text before and text after."""
    listed = tomllib.loads(EXCUSED.read_text(encoding="utf-8")).get("mutant", []) if EXCUSED.exists() else []
    unexplained = [entry for entry in listed if not entry.get("why")]
    if unexplained:
        sys.exit(f"no reason given in {EXCUSED.name}: {unexplained}")
    return {(entry["file"], entry["before"], entry["after"]) for entry in listed}


def try_all(jobs: list[Job], shops: list[Workshop], seconds: float) -> Score:
    """Try every mutant, one at a time in each workshop."""
    score, waiting, lock = Score(), queue.SimpleQueue[Job](), threading.Lock()
    excused = excuses()
    for job in jobs:
        if (job.file, " ".join(job.mutant.before.split()), job.mutant.after) in excused:
            score.excused += 1
        else:
            waiting.put(job)

    def work(shop: Workshop) -> None:
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            noticed = shop.is_noticed(job, seconds) if job.tests else False
            with lock:
                _note(score, job, noticed=noticed)

    threads = [threading.Thread(target=work, args=(shop,)) for shop in shops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return score


def _note(score: Score, job: Job, *, noticed: bool | None) -> None:
    if noticed is False:
        score.survivors.append(job)
        print(f"  survived  {job}{'' if job.tests else '  (no test reaches it)'}", flush=True)
    else:
        score.killed += 1
        score.timed_out += noticed is None
    tried = score.killed + len(score.survivors)
    if tried % 100 == 0:
        print(f"  {tried} tried, {score.percent:.1f} % killed", flush=True)


def main(arguments: Iterable[str] | None = None) -> int:
    """Try the mutants of some sources and say how many the tests noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="+", help="source files or folders, then the folder of their tests")
    parser.add_argument("--at-least", type=float, default=85.0, help="fail below this percentage")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sample", type=int, help="try only this many, chosen by --seed")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(None if arguments is None else list(arguments))
    paths = [Path(path).as_posix().rstrip("/") for path in options.source]
    sources, tests = [p for p in paths if not p.startswith("tests")], [p for p in paths if p.startswith("tests")]
    with tempfile.TemporaryDirectory(prefix="attain-mutation-") as folder:
        shops: list[Workshop] = []
        for number in range(options.workers):
            (Path(folder) / str(number)).mkdir()
            shops.append(Workshop(Path(folder) / str(number)))
        reached, seconds = baseline(shops[0], sources, tests)
        jobs = jobs_of(shops[0], sources, reached, [*tests, *sources])
        if options.sample and options.sample < len(jobs):
            jobs = random.Random(options.seed).sample(jobs, options.sample)  # noqa: S311 - a sample, not a secret
        refuse_unknown_tests(shops[0], jobs)
        print(f"{' '.join(sources)}: {len(jobs)} mutants; the tests take {seconds:.0f} s", flush=True)
        score = try_all(jobs, shops, 3 * seconds + 15)
    counted = score.killed + len(score.survivors)
    print(
        f"{' '.join(sources)}: {score.percent:.1f} % of {counted} mutants killed "
        f"({score.timed_out} by the clock, {score.excused} excused); {options.at_least:g} % is asked"
    )
    return 0 if score.percent >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
