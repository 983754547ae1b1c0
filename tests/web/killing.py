"""Kill the server, the worker and the database at random while they work; afterwards everything is done once or not.

    python -m tests.web.killing --kills 200 --seed 1

Programs upload files, load them, ask for runs, periods, postings, exports and evidence, each with a key; a browser
sends forms, each with its token. In the middle of it somebody is killed. Whoever was cut off sends the same again. Then
what was answered, what the jobs say they did and what the store holds are compared.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from tests.store.small import write_small
from tests.web.cut_off import Client
from tests.web.judged import wrong_in

ROOT = Path(__file__).parents[2]
ATTAIN = "from attain.cli import main; main()"
SECONDS_TO_END = 300
BEATS = "0.5"  # seconds after which the next worker knows that the last one is dead, a third of it
LONGEST_WAIT = 0.5
ADMIN, SECOND, OTHER, PAYER = "ana", "dora", "eve", "carl"
PASSWORD = "kill me if you can"  # noqa: S105 -- of nobody
KILLED = (("server",), ("server",), ("server", "worker"), ("server", "worker"), ("worker",), ("worker",), ("database",))


@dataclass
class Found:
    """What was found.

    Attributes:
        kills: how often who was killed.
        cut_off: how many requests were cut off and sent again.
        replayed: of them, those whose first sending had been done.
        job_count: how many jobs there were.
        states: in which they ended, and how many.
        wrong: what is not as it should be.
    """

    kills: Counter[str] = field(default_factory=Counter[str])
    rounds: int = 0
    cut_off: int = 0
    replayed: int = 0
    job_count: int = 0
    states: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])


@dataclass
class Processes:
    """The server and the worker of a workspace, started again when they are not there."""

    workspace: Path
    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict[str, "subprocess.Popen[bytes]"])

    def start(self) -> None:
        """Start whoever is not there, and wait until the server answers."""
        for name, arguments in (
            ("server", ["serve", str(self.workspace), "--port", str(self.port), "--no-worker"]),
            ("worker", ["worker", str(self.workspace)]),
        ):
            if name not in self.running or self.running[name].poll() is not None:
                environment = {k: v for k, v in os.environ.items() if k not in {"ATTAIN_WORKSPACE", "ATTAIN_SERVING"}}
                environment |= {"ATTAIN_WORKER_BEATS": BEATS, "POLARS_MAX_THREADS": "1"}
                command = [sys.executable, "-c", ATTAIN, *arguments]
                with (self.workspace / "said.log").open("ab") as log:
                    self.running[name] = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        until(self.answers, "the server does not answer")

    def answers(self) -> bool:
        """Whether the server does."""
        try:
            return Client(self.port, "").read("/alive")[0] == 200
        except OSError:
            return False

    def kill(self, name: str) -> None:
        """Kill one of them, without a word."""
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()


def killed(workspace: Path, *, kills: int, seed: int) -> Found:
    """Let a workspace be worked on while everybody is killed.

    Args:
        workspace: a small one with an empty store.
        kills: how often.
        seed: of the random moments.
    """
    chance, found = random.Random(seed), Found()  # noqa: S311 -- moments, and no secrets
    token = _prepared(workspace)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    both, client = Processes(workspace, port), Client(port, token)
    try:
        both.start()
        _signed_in(client)
        while found.rounds < kills:
            _killed_once(both, client, chance, found)
        until(lambda: _are_answered(both, client), "requests are not answered")
        until(lambda: _are_over(both), "the jobs do not end")
        found.wrong += wrong_in(workspace, client)
    finally:
        for name in both.running:
            both.kill(name)
    cut = [one for one in client.sent if one.times > 1]
    found.cut_off, found.replayed = len(cut), sum(one.is_replayed for one in cut)
    _count_jobs(found)
    return found


def _killed_once(both: Processes, client: Client, chance: random.Random, found: Found) -> None:
    number = found.rounds
    _changed(both.workspace, number)
    wanted = [
        client.uploads("/tables/deals/rows", f"id,closed_on,owner,amount\nU{number},2026-05-20,bo,{number + 1}\n"),
        client.asks("/batches", {}),
    ]
    wanted += [client.asks("/jobs", {"kind": kind, "said": said}) for kind, said in _jobs(number)]
    form = client.fills_in("/run/jobs/", "/run/jobs/ask", {"kind": "import"})
    chance.shuffle(wanted)
    sending = client.send(*([form] if form else []), *wanted)
    time.sleep(chance.uniform(0, LONGEST_WAIT))
    who = chance.choice(KILLED)
    for name in who:
        _kill_database(both.workspace) if name == "database" else both.kill(name)
        found.kills[name] += 1
    found.rounds += 1
    if "database" in who:
        _up_again(both.workspace)
    sending.join()
    both.start()
    client.send_again()
    _advanced(both.workspace)


def _jobs(number: int) -> list[tuple[str, dict[str, str]]]:
    """What is asked for in the background: always a load and a run, and in turn what belongs to a period."""
    month = f"2026-0{1 + number // 3 % 3}"
    others = [("period", {"period_id": month}), ("post", {"period_id": month}), ("evidence", {"period_id": month})]
    others.append(("export", {"pay_run_id": f"{month}-1"}))
    return [("import", {}), ("run", {}), *(others[(number + n) % 4] for n in range(2))]


def _prepared(workspace: Path) -> str:
    from attain_web.actions import planning
    from attain_web.actions.entering.signing_in import make_account
    from attain_web.actions.entering.tokens import make_token
    from attain_web.actions.importing import import_workspace
    from attain_web.actions.people import grant_role

    import_workspace(workspace, acting_user=ADMIN)
    for digest in planning.save_plans(workspace, acting_user=ADMIN).hashes.values():
        planning.move_plan(digest, "submit", acting_user=ADMIN)
        planning.move_plan(digest, "approve", acting_user=OTHER)
    make_account(ADMIN, acting_user=ADMIN, password=PASSWORD)
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    for user, role in ((SECOND, "admin"), (OTHER, "leader"), (PAYER, "finance")):
        grant_role(user, role, acting_user=ADMIN)
    grant_role(ADMIN, "finance", acting_user=SECOND)
    return make_token(ADMIN, acting_user=ADMIN)


def _signed_in(client: Client) -> None:
    form = client.fills_in("/sign-in", "/sign-in/password", {"username": ADMIN, "password": PASSWORD})
    assert form is not None
    client.send(form).join()
    assert form.status == 302, form.said


def _changed(workspace: Path, number: int) -> None:
    """Add a deal to the file, so that the next load has something to load."""
    file = workspace / "data" / "deals.csv"
    file.write_text(file.read_text(encoding="utf-8") + f"F{number},2026-05-21,ana,{number + 1}\n", encoding="utf-8")


def _advanced(workspace: Path) -> None:
    """Take what waits for people one step further, so that jobs have something to post and to export."""
    from attain_web.actions.acting import ENGINE, Refused
    from attain_web.actions.closing import paying, periods
    from attain_web.store.models import PayRun

    for month in ("2026-01", "2026-02", "2026-03"):
        try:
            state = periods.period(month).state
            if state == "calculated":
                periods.calculate_period(workspace, month, acting_user=ADMIN)
                periods.review_period(month, acting_user=ADMIN)
            elif state == "in_review":
                periods.approve_period(month, acting_user=OTHER)
            elif state == "posted" and not PayRun.objects.using(ENGINE).filter(period_id=month).exists():
                made = paying.draft_pay_run(month, acting_user=SECOND)
                paying.approve_pay_run(made.pay_run_id, acting_user=PAYER)
        except Refused:
            continue  # facts arrived meanwhile, or nothing is due: the next round tries again


def _kill_database(workspace: Path) -> None:
    from attain_web.store.embedded import Secrets

    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    os.kill(int((secrets.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]), signal.SIGKILL)


def _up_again(workspace: Path) -> None:
    """Start the database again, as `attain serve` would, and forget the connections of this process."""
    from attain_web.store.embedded import Cluster

    Cluster(workspace).start()
    connections.close_all()


def _are_answered(both: Processes, client: Client) -> bool:
    """Whether every request was; what was not is sent again."""
    both.start()
    client.send_again()
    return all(one.status for one in client.sent)


def _are_over(both: Processes) -> bool:
    """Whether every job is; a worker that ended is started again, as whoever watches over it would."""
    from attain_web.jobs.asking import jobs_of

    both.start()
    return all(job.is_over for job in jobs_of(ADMIN))


def _count_jobs(found: Found) -> None:
    from attain_web.jobs.asking import jobs_of

    jobs = list(jobs_of(ADMIN))
    found.job_count, found.states = len(jobs), Counter(f"{job.kind} {job.state}" for job in jobs)


def until(is_so: object, otherwise: str) -> None:
    """Wait until something is so."""
    assert callable(is_so)
    ends = time.monotonic() + SECONDS_TO_END
    while not is_so():
        assert time.monotonic() < ends, otherwise
        time.sleep(0.05)


def main() -> None:
    """Kill as often as asked, in stores of 20 kills each."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    from attain_web.setup import ready
    from tests.store.conftest import remove

    began, total = time.monotonic(), 0
    while total < asked.kills:
        folder = Path(tempfile.mkdtemp())
        workspace = folder / "workspace"
        write_small(workspace)
        ready(workspace)
        try:
            found = killed(workspace, kills=min(20, asked.kills - total), seed=asked.seed + total)
        finally:
            remove(workspace)
            shutil.rmtree(folder, ignore_errors=True)
        total += found.rounds
        said = ", ".join(f"{name} {count}" for name, count in sorted(found.states.items()))
        print(f"{total} kills ({dict(found.kills)}), {time.monotonic() - began:.0f} s; {found.cut_off} requests "
              f"cut off, {found.replayed} of them had been done; {found.job_count} jobs: {said}; "
              f"wrong: {len(found.wrong)}",
              flush=True)  # fmt: skip
        if found.wrong:
            sys.exit("\n".join(found.wrong))


if __name__ == "__main__":
    main()
