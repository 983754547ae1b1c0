"""What was answered, what jobs say they did, and what the store holds: they have to agree, whoever was killed."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connections

from tests.web.cut_off import Client

COUNTED = "SELECT batch_id, source_table, count(*) FROM fact GROUP BY 1, 2"
PUT = "SELECT key, count(*) FROM fact WHERE source_table = 'deals' AND cells IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
MONTHS = ("2026-01", "2026-02", "2026-03")


def wrong_in(workspace: Path, client: Client) -> list[str]:
    """Say what is wrong; nothing, when everything was done once or has failed and left nothing."""
    answered = [f"{one.path} was answered {one.status}: {one.said[:300]}" for one in client.sent if not _is_well(one)]
    return [*answered, *_batches(client), *_jobs(client), *_runs(), *_ledger(workspace), *_exports()]


def _is_well(one: Any) -> bool:
    """A request was done, or a form says that it was done before."""
    return one.status in {200, 201, 302} or (not one.key and one.times > 1 and "was sent before" in one.said)


def _batches(client: Client) -> list[str]:
    """Every batch is whole, and was made by one request or job; no row was added twice, none that was sent is lost."""
    from attain_web.actions.acting import ENGINE
    from attain_web.jobs.models import Job
    from attain_web.store.models import AuditRow, Batch

    found: list[str] = []
    said = [json.loads(one.said)["values"] for one in client.sent if one.key and not one.path.endswith("/jobs")]
    said += [job.result["values"] for job in Job.objects.using(ENGINE).filter(kind="import", state="done")]
    made = sorted(one["batch_no"] for one in said if one["is_new"])
    batches = {one.batch_no: one.summary for one in Batch.objects.using(ENGINE).all()}
    if sorted(batches) != [1, *made]:
        found.append(f"batches {sorted(batches)}, and {made} are said to be made")
    if sorted(batches) != list(range(1, len(batches) + 1)):
        found.append(f"a number is missing among batches {sorted(batches)}")
    loads = AuditRow.objects.using(ENGINE).filter(action="import_workspace").count()
    if loads != len(batches):
        found.append(f"the audit has {loads} loads, and there are {len(batches)} batches")
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(COUNTED)
        counted = {(batch, table): count for batch, table, count in cursor.fetchall()}
        cursor.execute(PUT)
        found += [f"{key} was put {count} times" for key, count in cursor.fetchall()]
        cursor.execute("SELECT key FROM fact WHERE source_table = 'deals'")
        keys = {key for (key,) in cursor.fetchall()}
    for batch, summary in batches.items():
        for table, own in summary.items():
            count = sum(own[kind] for kind in ("added", "changed", "gone"))
            if count != counted.get((batch, table), 0):
                found.append(f"batch {batch} says {count} rows of {table}, and has {counted.get((batch, table), 0)}")
    sent = {f"U{number}" for number, one in enumerate(o for o in client.sent if o.path.endswith("/rows")) if one.status}
    return found + [f"{key} was sent, and is lost" for key in sorted(sent - keys)]


def _jobs(client: Client) -> list[str]:
    """Every job that was asked for is there once, and is over; a file is there where it is done."""
    from attain_web.actions.acting import ENGINE
    from attain_web.jobs.models import Job

    jobs = list(Job.objects.using(ENGINE).select_related("file"))
    asked = [one for one in client.sent if one.path.endswith(("/jobs", "/jobs/ask")) and one.status]
    found = [] if len(jobs) == len(asked) else [f"{len(asked)} jobs were asked for, and there are {len(jobs)}"]
    numbers = [json.loads(one.said)["job_no"] for one in asked if one.key]
    found += [f"job {number} answered {times} requests" for number, times in Counter(numbers).items() if times > 1]
    for job in jobs:
        if job.state not in {"done", "failed"}:
            found.append(f"job {job.job_no} is {job.state}")
        if "nobody foresaw" in str(job.result):
            found.append(f"job {job.job_no}, {job.kind}, failed: {job.result}")
        if (job.kind in {"export", "evidence"} and job.state == "done") != hasattr(job, "file"):
            found.append(f"job {job.job_no}, {job.kind}, is {job.state}, and its file does not say so")
    return found


def _runs() -> list[str]:
    """Every run that is there was recorded once, with its figures."""
    from attain_web.actions.acting import ENGINE
    from attain_web.actions.running import results_of
    from attain_web.store.models import AuditRow, Run

    runs = list(Run.objects.using(ENGINE).all())
    recorded = Counter(AuditRow.objects.using(ENGINE).filter(action="calculate_run").values_list("subject", flat=True))
    found = [] if recorded == Counter(run.run_id for run in runs) else [f"{len(runs)} runs, recorded {recorded}"]
    for run in runs:
        results_of(run)  # it refuses where figures are not those of the run
    return found


def _ledger(workspace: Path) -> list[str]:
    """The ledger and the audit hold, nothing was posted twice, and what stands is what the runs say."""
    from attain_web.actions.acting import ENGINE
    from attain_web.actions.auditing import verify_audit
    from attain_web.actions.closing.figures import period
    from attain_web.actions.closing.posting import verify_ledger
    from attain_web.actions.closing.tying import tie_out_period
    from attain_web.store.models import Entry

    found = [one.what for verdict in (verify_ledger(workspace), verify_audit(workspace)) for one in verdict.breaks]
    entries = Counter(Entry.objects.using(ENGINE).values_list("run_id", "payee_id", "origin_period_id", "cause"))
    found += [f"{one} was posted {times} times" for one, times in entries.items() if times > 1]
    for month in MONTHS:
        if period(month).state in {"posted", "closed"}:
            found += [f"{month} does not tie out: {row}" for row in tie_out_period(workspace, month).to_dicts()]
    return found


def _exports() -> list[str]:
    """A pay run was exported once, however often it was asked for."""
    from attain_web.actions.acting import ENGINE
    from attain_web.store.models import StepTaken

    steps = StepTaken.objects.using(ENGINE).filter(thing="pay_run", action="export")
    exported = Counter(steps.values_list("thing_id", flat=True))
    return [f"{name} was exported {times} times" for name, times in exported.items() if times > 1]
