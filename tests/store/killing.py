"""Kill a quarter at random points, run it again, and see that nothing was lost, doubled or half done.

    python -m tests.store.killing --kills 1000 --seed 1

Two of three times the process that works is killed, once the database server: some steps after it began, at a random
moment within a step. A quarter that came to its end makes room for a new store.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import django

from attain_web.setup import ready
from attain_web.store.embedded import Cluster, Secrets
from tests.store.journey import gone_through
from tests.store.small import write_small

EXPECTED = {
    ("earned", "ana", "2026-01", 10_000),
    ("earned", "bo", "2026-01", 21_000),
    ("earned", "ana", "2026-02", 30_000),
    ("earned", "bo", "2026-03", 40_000),
    ("paid", "ana", "2026-01", 10_000),
    ("paid", "bo", "2026-01", 20_000),
}
MOST_STEPS = 10  # of a quarter's 25, before somebody is killed
LONGEST_WAIT = 0.4
PROCESSES = multiprocessing.get_context("forkserver")  # each is forked from one that has imported everything
PROCESSES.set_forkserver_preload(["tests.store.forked", "tests.store.journey"])


@dataclass
class Score:
    """What was seen: how often who was killed, and in which steps; quarters that ended; what is wrong."""

    kills: Counter[str] = field(default_factory=Counter[str])
    steps: Counter[str] = field(default_factory=Counter[str])
    quarters: int = 0
    wrong: list[str] = field(default_factory=list[str])


def kill_often(folder: Path, kills: int, seed: int) -> Score:
    """Kill so many times and check after each end of a quarter.

    Args:
        folder: where workspaces are made, one after another.
        kills: how many.
        seed: of the delays and of who is killed.
    """
    dice, score = random.Random(seed), Score()  # noqa: S311 -- delays, not secrets
    while score.kills.total() < kills:
        workspace = folder / f"quarter_{score.quarters}"
        write_small(workspace)
        Cluster(workspace).start()
        while not _ran(workspace, dice, score, may_kill=score.kills.total() < kills):
            pass
        score.quarters += 1
        score.wrong += wrong_in(workspace)
        secrets = Secrets.read(workspace / "var")
        Cluster(workspace).stop()
        assert secrets is not None
        shutil.rmtree(secrets.cluster, ignore_errors=True)
        shutil.rmtree(workspace)
    return score


def _ran(workspace: Path, dice: random.Random, score: Score, *, may_kill: bool) -> bool:
    """Run the quarter, perhaps to be killed; say whether it came to its end."""
    reading, telling = PROCESSES.Pipe(duplex=False)
    started = PROCESSES.Process(target=gone_through, args=(workspace, telling))
    started.start()
    telling.close()
    with os.fdopen(os.dup(reading.fileno()), encoding="utf-8") as told:
        reading.close()
        if may_kill:
            begun = [told.readline().strip() for _ in range(1 + dice.randrange(MOST_STEPS + 1))]
            time.sleep(dice.uniform(0, LONGEST_WAIT))
            if started.is_alive():
                score.steps[begun[-1]] += 1
                _kill_one(workspace, started, dice, score)
        said = told.read()
    started.join()
    if started.exitcode not in {0, -signal.SIGKILL} and not _lost_its_server(said):
        score.wrong.append(f"ended with {started.exitcode}: {said[-2000:]}")
        return True
    return started.exitcode == 0


def _kill_one(workspace: Path, started: ForkServerProcess, dice: random.Random, score: Score) -> None:
    if dice.random() < 1 / 3:
        os.kill(_server(workspace), signal.SIGKILL)
        score.kills["server"] += 1
    else:
        started.kill()
        score.kills["worker"] += 1


def _lost_its_server(said: str) -> bool:
    return any(word in said for word in ("OperationalError", "AdminShutdown", "InterfaceError"))


def _server(workspace: Path) -> int:
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    return int((secrets.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def wrong_in(workspace: Path) -> list[str]:
    """Say what is wrong with a quarter that came to its end."""
    ready(workspace)
    from attain_web.actions.auditing import verify_audit
    from attain_web.actions.closing.posting import verify_ledger
    from attain_web.store.models import AuditRow, Batch, Entry, Standing

    found = [one.what for verdict in (verify_ledger(workspace), verify_audit(workspace)) for one in verdict.breaks]
    rows = Standing.objects.using("engine").exclude(standing_amount=0)
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        sums[row.flow, row.payee_id, row.period_id] += row.standing_amount
    if {(*key, total) for key, total in sums.items()} != EXPECTED:
        found.append(f"posted {sorted(sums.items())}")
    entries = list(Entry.objects.using("engine").values_list("run_id", "payee_id", "origin_period_id", "cause"))
    if len(entries) != len(set(entries)):
        found.append("an entry was posted twice")
    numbers = list(Batch.objects.using("engine").order_by("batch_no").values_list("batch_no", flat=True))
    if numbers != [1, 2]:
        found.append(f"batches {numbers}")
    actions = Counter(AuditRow.objects.using("engine").values_list("action", flat=True))
    once = ("draft_pay_run", "approve_pay_run", "export_pay_run", "acknowledge_pay_run")
    if actions["close_period"] != 3 or actions["post_period"] != 3 or any(actions[name] != 1 for name in once):
        found.append(f"actions {dict(actions)}")
    return found


def main() -> int:
    """Kill as often as asked and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        score = kill_often(Path(folder), options.kills, options.seed)
    seconds = time.monotonic() - began
    kills = f"{score.kills.total()} kills ({dict(score.kills)}; in or after {dict(score.steps)})"
    print(f"seed {options.seed}: {kills} in {score.quarters} quarters, {seconds:.0f} s")
    print(*score.wrong or ["0 lost, 0 double, 0 partial; ledger and audit hold"], sep="\n")
    return 1 if score.wrong else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attain_web.settings")
    os.environ["ATTAIN_WORKSPACE"] = os.devnull
    django.setup()
    sys.exit(main())
