"""Processes beside the server: the worker, and further servers at the same port; who ends is started again."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SECONDS_TO_END = 30
ATTAIN = (sys.executable, "-c", "from attain.cli import main; main()")


@contextmanager
def beside(folder: Path, bound: socket.socket, *, servers: int, has_worker: bool) -> Iterator[None]:
    """Keep processes beside this one, which end with it.

    Args:
        folder: of the workspace.
        bound: what is listened on; further servers take what comes in there too.
        servers: how many further ones.
        has_worker: whether there is a worker for jobs.
    """
    listening = ["serve", str(folder), "--no-worker", "--joins", str(bound.fileno())]
    commands = [listening] * servers + [["worker", str(folder), "--follows-parent"]] * has_worker
    ended = threading.Event()
    keepers = [threading.Thread(target=_kept, args=(one, bound.fileno(), ended), daemon=True) for one in commands]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ended.set()
        for keeper in keepers:
            keeper.join(SECONDS_TO_END)


def _kept(arguments: Sequence[str], shared: int, ended: threading.Event) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ATTAIN_SERVING"}
    if arguments[0] == "serve":
        environment.setdefault("POLARS_MAX_THREADS", "1")  # requests share the cores, and not the columns of one
    while not ended.is_set():
        made = subprocess.Popen(
            [*ATTAIN, *arguments], stdin=subprocess.PIPE, env=environment, start_new_session=True, pass_fds=[shared]
        )
        while made.poll() is None and not ended.wait(0.2):
            pass
        assert made.stdin is not None
        made.stdin.close()  # it follows us
        with suppress(subprocess.TimeoutExpired):
            made.wait(SECONDS_TO_END)
        made.kill()
        ended.wait(1)


def follow_parent() -> None:
    """End this process as Ctrl-C does when whoever started it ends, who holds the other end of its input."""
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
