"""Kill the worker at random while it works; afterwards every job is done once or has failed and left nothing.

    python -m tests.web.killing --kills 200 --seed 1

Jobs load files that changed meanwhile, calculate runs, and calculate a period. What they did is compared with what the
audit says was done: a job that is done has done it exactly once, and one that is not has done nothing.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.store.small import write_small

ROOT = Path(__file__).parents[2]
WORKER = "from attain.cli import main; main()"
SECONDS_TO_END = 300
BEATS = "0.5"  # seconds after which the next worker knows that the last one is dead, a third of it


@dataclass
class Found:
    """What was found.

    Attributes:
        kill_count: how often a worker was killed.
        job_count: how many jobs there were.
        states: in which they ended.
        wrong: what is not as it should be.
    """

    kill_count: int = 0
    job_count: int = 0
    states: set[str] = field(default_factory=set[str])
    wrong: list[str] = field(default_factory=list[str])


def killed(workspace: Path, *, kills: int, seed: int) -> Found:
    """Let jobs be done by workers that are killed.

    Args:
        workspace: a small one with an empty store.
        kills: how often.
        seed: of the random moments.
    """
    from attain_web.actions.importing import import_workspace
    from attain_web.jobs.asking import ask_job, jobs_of

    chance, found = random.Random(seed), Found()  # noqa: S311 -- moments, and no secrets
    _prepared(workspace, import_workspace)
    worker = _started(workspace)
    try:
        while found.kill_count < kills:
            _changed(workspace, found.kill_count)
            for kind, said in (("import", {}), ("run", {}), ("period", {"period_id": "2026-01"})):
                ask_job(kind, said, acting_user="ana")
            _until_taken(jobs_of)
            time.sleep(chance.uniform(0, 0.4))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            found.kill_count += 1
            worker = _started(workspace)
        _until_over(jobs_of)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    _judged(found)
    return found


def _prepared(workspace: Path, load: object) -> None:
    from attain_web.actions import planning

    assert callable(load)
    load(workspace, acting_user="ana")
    for digest in planning.save_plans(workspace, acting_user="ana").hashes.values():
        planning.move_plan(digest, "submit", acting_user="ana")
        planning.move_plan(digest, "approve", acting_user="bob")


def _changed(workspace: Path, number: int) -> None:
    """Add a deal to the file, so that the next load has something to load."""
    file = workspace / "data" / "deals.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    key, *rest = lines[-1].split(",")
    lines.append(",".join([f"{key}k{number}", *rest]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _started(workspace: Path) -> "subprocess.Popen[bytes]":
    known = {name: value for name, value in os.environ.items() if name not in {"ATTAIN_WORKSPACE", "ATTAIN_SERVING"}}
    known["ATTAIN_WORKER_BEATS"] = BEATS
    return subprocess.Popen([sys.executable, "-c", WORKER, "worker", str(workspace)], env=known, cwd=ROOT)


def _until_taken(jobs_of: object) -> None:
    assert callable(jobs_of)
    _until(lambda: any(hasattr(job, "progress") and not job.is_over for job in jobs_of("ana")) or _all_over(jobs_of))


def _until_over(jobs_of: object) -> None:
    _until(lambda: _all_over(jobs_of))


def _all_over(jobs_of: object) -> bool:
    assert callable(jobs_of)
    return all(job.is_over for job in jobs_of("ana"))


def _until(is_so: object) -> None:
    assert callable(is_so)
    ends = time.monotonic() + SECONDS_TO_END
    while not is_so():
        assert time.monotonic() < ends, "the jobs do not end"
        time.sleep(0.05)


def _judged(found: Found) -> None:
    """Compare what jobs say they did with what was done."""
    from attain_web.actions.acting import ENGINE
    from attain_web.jobs.asking import jobs_of
    from attain_web.store.models import AuditRow, Batch, Run

    jobs = list(jobs_of("ana"))
    found.job_count, found.states = len(jobs), {job.state for job in jobs}
    loaded = sorted(job.result["values"]["batch_no"] for job in jobs if _is_new(job, "import"))
    batches = sorted(Batch.objects.using(ENGINE).values_list("batch_no", flat=True))
    if batches != [1, *loaded]:
        found.wrong.append(f"batches {batches}, and jobs loaded {loaded}")
    made = {job.result["values"]["run_id"] for job in jobs if job.kind in {"run", "period"} and job.state == "done"}
    runs = set(Run.objects.using(ENGINE).values_list("run_id", flat=True))
    if runs != made:
        found.wrong.append(f"{len(runs)} runs, and jobs made {len(made)}")
    audited = AuditRow.objects.using(ENGINE).filter(action="import_workspace").count()
    if audited != len(batches):
        found.wrong.append(f"the audit has {audited} loads")
    found.wrong += [f"job {job.job_no} failed: {job.result}" for job in jobs if "nobody foresaw" in str(job.result)]


def _is_new(job: object, kind: str) -> bool:
    from attain_web.jobs.models import Job

    assert isinstance(job, Job)
    return job.kind == kind and job.state == "done" and job.result["values"]["is_new"]


def main() -> None:
    """Kill as often as asked, in stores of 20 kills each."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    from attain_web.setup import ready
    from tests.store.conftest import remove

    total = jobs = 0
    while total < asked.kills:
        folder = Path(tempfile.mkdtemp())
        workspace = folder / "workspace"
        write_small(workspace)
        ready(workspace)
        found = killed(workspace, kills=min(20, asked.kills - total), seed=asked.seed + total)
        remove(workspace)
        shutil.rmtree(folder, ignore_errors=True)
        total, jobs = total + found.kill_count, jobs + found.job_count
        print(f"{total} kills, {jobs} jobs, ended {', '.join(sorted(found.states))}, wrong: {len(found.wrong)}")
        if found.wrong:
            sys.exit("\n".join(found.wrong))


if __name__ == "__main__":
    main()
