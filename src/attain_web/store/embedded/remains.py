"""What a killed server leaves behind where nobody reaps the dead, as in many containers.

PostgreSQL does not start while the process that its ``postmaster.pid`` names exists, and a dead process that nobody
reaped exists. The file is removed only when that process is dead and none of its children works on any more.
"""

import time
from pathlib import Path

SECONDS_TO_WAIT = 30
SECONDS_TO_DIE = 1
_PROCESSES = Path("/proc")


def is_alive(cluster: Path, socket: Path) -> bool:
    """Say whether a server works on the cluster, be it still recovering; the locks that a dead one left are removed."""
    file = cluster / "postmaster.pid"
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while _PROCESSES.exists() and file.exists():
        number = int(file.read_text(encoding="utf-8").splitlines()[0])
        works = _works_on(cluster)
        if number in works and not is_unreaped(number):
            if time.monotonic() > deadline - SECONDS_TO_WAIT + SECONDS_TO_DIE:
                return True
        elif not works or time.monotonic() > deadline:
            if not works and is_unreaped(number):
                for lock in [*socket.glob(".s.PGSQL.*.lock"), file]:
                    lock.unlink(missing_ok=True)
            return False
        time.sleep(0.05)
    return False


def is_unreaped(number: int) -> bool:
    """Whether a process has ended and nobody has asked for its status yet."""
    try:
        said = (_PROCESSES / str(number) / "stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return said.rpartition(")")[2].split()[0] == "Z"


def _works_on(cluster: Path) -> set[int]:
    """Which processes have the cluster as their folder, as every process of a server has."""
    found: set[int] = set()
    for running in _PROCESSES.glob("[0-9]*"):
        try:
            if (running / "cwd").readlink() == cluster:
                found.add(int(running.name))
        except OSError:
            continue
    return found
