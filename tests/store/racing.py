"""Many at once: processes that close the same period, and users who approve the same statements.

    python -m tests.store.racing --processes 20 --rounds 100 --approvers 50 --statements 200

Each round the period is reopened by two people, calculated, approved and posted; then every process closes it at the
same moment. One may succeed. Every approver tries every statement, the payees' own and each other's, in an order of its
own; each statement may be approved once, and by its payee.
"""

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import django

JANUARY = "2026-01"


@dataclass
class Seen:
    """What was seen.

    Attributes:
        closes: how many closes succeeded in each round.
        approvals: how many approvals of each statement succeeded.
        refused: how often an attempt was refused.
        strangers: approvals of somebody else's statement that were not refused.
        errors: what was neither done nor refused.
    """

    closes: list[int] = field(default_factory=list[int])
    approvals: Counter[str] = field(default_factory=Counter[str])
    refused: int = 0
    strangers: int = 0
    errors: list[str] = field(default_factory=list[str])


def close_at_once(workspace: Path, processes: int, rounds: int) -> Seen:
    """Close a period from many long-lived processes at the same moment, round after round.

    Args:
        workspace: a small workspace whose January is open, its facts loaded and its plans approved.
        processes: how many.
        rounds: how often.
    """
    spawning = multiprocessing.get_context("spawn")
    start, end = spawning.Barrier(processes + 1), spawning.Barrier(processes + 1)
    said: Queue[str] = spawning.Queue()
    workers = [
        spawning.Process(target=_closer, args=(str(workspace), rounds, (start, end), said), daemon=True)
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    seen = Seen()
    for number in range(rounds):
        _to_posted(workspace, number)
        start.wait(timeout=120)
        end.wait(timeout=120)
        told = [said.get(timeout=60) for _ in workers]
        seen.closes.append(told.count("closed"))
        seen.refused += told.count("refused")
        seen.errors += [one for one in told if one not in {"closed", "refused"}]
    for worker in workers:
        worker.join()
    return seen


def _closer(workspace: str, rounds: int, bounds: tuple[Barrier, Barrier], said: "Queue[str]") -> None:
    start, end = bounds
    make_ready(Path(workspace))
    from attain_web.actions.acting import Refused
    from attain_web.actions.closing.posting import close_period

    for _ in range(rounds):
        start.wait()
        try:
            close_period(Path(workspace), JANUARY, acting_user=f"closer{os.getpid()}")
            told = "closed"
        except Refused:
            told = "refused"
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is told
            told = f"{type(error).__name__}: {error}"
        said.put(told)
        end.wait()


def _to_posted(workspace: Path, number: int) -> None:
    from attain_web.actions.closing import periods, posting

    if periods.period(JANUARY).state == "closed":
        for user in ("fay", "gus"):
            periods.reopen_period(JANUARY, acting_user=user, reason=f"round {number}")
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    periods.approve_period(JANUARY, acting_user="eve")
    posting.post_period(workspace, JANUARY, acting_user="eve")


def approve_at_once(approvers: int, seed: int) -> Seen:
    """Let many users approve the published statements of January, each all of them, their own and others'.

    Args:
        approvers: how many at once.
        seed: of their orders.
    """
    from attain_web.actions.acting import Refused
    from attain_web.actions.closing.statements import approve_statement, statements_of

    payees = sorted(statements_of(JANUARY))
    seen = Seen()

    def approve_all(number: int) -> list[tuple[str, str]]:
        from django.db import connections

        dice, told = random.Random(seed + number), list[tuple[str, str]]()  # noqa: S311 -- an order, not a secret
        for payee in dice.sample(payees, len(payees)):
            for user in (payee, dice.choice(payees)):
                try:
                    approve_statement(JANUARY, payee, acting_user=user)
                    told.append((payee, user))
                except Refused:
                    told.append((payee, ""))
        connections.close_all()
        return told

    with ThreadPoolExecutor(approvers) as pool:
        for told in pool.map(approve_all, range(approvers)):
            for payee, user in told:
                seen.refused += not user
                seen.approvals[payee] += bool(user)
                seen.strangers += user not in {"", payee}
    return seen


def prepared(folder: Path, payees: int) -> Path:
    """Make a workspace with so many payees, its facts loaded and its plans approved."""
    from tests.store.journey import approve_plans
    from tests.store.small import write_small

    write_small(folder)
    names = [f"p{number:03}" for number in range(payees)]
    (folder / "data" / "roster.csv").write_text("payee,title\n" + "".join(f"{n},AE\n" for n in names), "utf-8")
    rows = "".join(f"D{number},2026-01-15,{name},{1000 + number}\n" for number, name in enumerate(names))
    (folder / "data" / "deals.csv").write_text("id,closed_on,owner,amount\n" + rows, "utf-8")
    make_ready(folder)
    from attain_web.actions.importing import import_workspace

    import_workspace(folder, acting_user="dana")
    approve_plans(folder)
    return folder


def make_ready(workspace: Path) -> None:
    """Set Django up in this process and make the store of a workspace ready."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attain_web.settings")
    os.environ.setdefault("ATTAIN_WORKSPACE", os.devnull)
    django.setup()
    from attain_web.setup import ready

    ready(workspace)


def main() -> int:
    """Race as asked and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--approvers", type=int, default=50)
    parser.add_argument("--statements", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from tests.store.conftest import remove

    with tempfile.TemporaryDirectory() as folder:
        workspace = prepared(Path(folder) / "race", options.statements)
        from attain_web.actions.closing import periods
        from attain_web.actions.closing.posting import verify_ledger
        from attain_web.actions.closing.statements import publish_statements

        began = time.monotonic()
        closes = close_at_once(workspace, options.processes, options.rounds)
        print(f"{options.processes} processes, {options.rounds} rounds, {time.monotonic() - began:.0f} s: ", end="")
        print(f"closes a round {dict(Counter(closes.closes))}, {closes.refused:,} refused, {len(closes.errors)} errors")
        for user in ("fay", "gus"):
            periods.reopen_period(JANUARY, acting_user=user, reason="statements")
        periods.calculate_period(workspace, JANUARY, acting_user="dana")
        periods.review_period(JANUARY, acting_user="dana")
        publish_statements(JANUARY, acting_user="dana")
        began = time.monotonic()
        seen = approve_at_once(options.approvers, options.seed)
        print(f"{options.approvers} approvers, {options.statements} statements, ", end="")
        print(f"{time.monotonic() - began:.0f} s: ", end="")
        print(f"approvals a statement {dict(Counter(seen.approvals.values()))}, {seen.refused:,} refused, ", end="")
        print(f"{seen.strangers} by somebody else; ledger clean: {verify_ledger(workspace).is_clean}")
        remove(workspace)
    once = set(closes.closes) == {1} == set(seen.approvals.values())
    return 0 if once and not closes.errors and not seen.strangers else 1


if __name__ == "__main__":
    sys.exit(main())
