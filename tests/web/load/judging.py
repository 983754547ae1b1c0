"""What the load generator saw: how long reads, writes and answers took, as JSON for whoever started it."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

KINDS = ("read", "write", "answer", "again", "sign")
LIMITS = {"read": 300, "write": 1_000, "answer": 150}  # milliseconds, of nineteen in twenty


def listen() -> None:
    """Write what was seen into the file that ATTAIN_LOAD_REPORT names, when everybody has gone."""
    from locust import events  # it changes how a process waits: only the one that lets users loose may import it

    events.quitting.add_listener(_written)
    events.init.add_listener(_settling)


def _settling(environment: Any, **_: object) -> None:
    """Begin to count once the last one who came has signed in and found their first pages, so many seconds later."""
    import gevent

    settles = float(os.environ.get("ATTAIN_LOAD_SETTLES") or 0)
    environment.events.spawning_complete.add_listener(
        lambda **_: gevent.spawn_later(settles, environment.stats.reset_all) if settles else None
    )


def _written(environment: Any, **_: object) -> None:
    stats = environment.stats
    rows = [
        {"name": name, "kind": name.split()[0], "count": one.num_requests, "failed": one.num_failures}
        | {"p50": quantile(one.response_times, 0.5), "p95": quantile(one.response_times, 0.95)}
        | {"most": int(one.max_response_time), "times": dict(one.response_times)}
        for (name, _), one in sorted(stats.entries.items())
    ]
    errors = [f"{one.method} {one.name}: {one.error} ({one.occurrences} times)" for one in stats.errors.values()]
    said = {"rows": rows, "errors": errors, "a_second": stats.total.total_rps}
    where = os.environ.get("ATTAIN_LOAD_REPORT")
    if where:
        Path(where).write_text(json.dumps(said), encoding="utf-8")
    environment.process_exit_code = 0  # whoever started it judges


def quantile(times: dict[Any, int], share: float) -> int:
    """Return how many milliseconds some share of the requests took at most; 0 without any.

    Args:
        times: how many took how long, in milliseconds.
        share: such as 0.95.
    """
    needed, seen = share * sum(times.values()), 0
    for took in sorted(times, key=float):
        seen += times[took]
        if seen >= needed:
            return int(float(took))
    return 0


def by_kind(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Put requests of a kind together: how many, how many failed, p50, p95 and the slowest, in milliseconds."""
    found: dict[str, dict[str, int]] = {}
    for kind in KINDS:
        mine = [row for row in rows if row["kind"] == kind]
        times: Counter[str] = Counter()
        for row in mine:
            times.update(row["times"])
        found[kind] = {
            "count": sum(row["count"] for row in mine),
            "failed": sum(row["failed"] for row in mine),
            "p50": quantile(times, 0.5),
            "p95": quantile(times, 0.95),
            "most": max([row["most"] for row in mine], default=0),
        }
    return found
