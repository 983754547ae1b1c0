"""What one request costs, page by page: processor time, and how many questions it asks the database.

    python -m tests.web.load.pages FOLDER [--profile /pay/]

FOLDER is a book with its past. Each page is read three times; the last is told, when all that is kept is there.
"""

import argparse
import cProfile
import pstats
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.web.load.seeding import ADMIN

PAGES = {
    "seller.0": (
        "/pay/",
        "/pay/tracker",
        "/pay/what-if",
        "/pay/what-if?new=5000",
        "/pay/statements",
        "/pay/statements/2025-Q4/S0000",
        "/pay/statements/2025-Q4/S0000/lines/1",
        "/pay/targets",
        "/pay/year",
        "/pay/disputes",
        "/pay/missing",
        "/notices",
    ),
    "manager.0": ("/team/", "/team/disputes", "/team/adjustments", "/team/inbox", "/sales/", "/sales/pipeline"),
    ADMIN: (
        "/run/periods",
        "/run/periods/2025-Q4",
        "/run/runs",
        "/run/data",
        "/run/audit",
        "/run/jobs/",
        "/run/people",
        "/team/",
    ),
    "leader.0": ("/sales/bridge", "/sales/forecast", "/sales/doubtful"),
    "finance.0": ("/finance/pay-runs", "/finance/roll-forward", "/finance/cost-of-sales", "/finance/journals"),
}


class Asked(list[str]):
    """What the database was asked, and how long that took."""

    seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Write down a question, and pass it on."""
        self.append(re.sub(r"\s+", " ", str(sql))[:150])
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began


@contextmanager
def asked() -> Iterator[Asked]:
    """Write down what this thread asks the database."""
    from django.db import connections

    found = Asked()
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(found))
        yield found


def client_of(user: str) -> Any:
    """Return a client that is signed in, without a password."""
    from django.test import Client

    from attain_web.accounts.models import Account

    made = Client(SERVER_NAME="localhost")
    made.force_login(Account.objects.get(username=user), backend="attain_web.accounts.backend.ByPassword")
    return made


def main() -> None:
    """Read every page and print what it cost."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--profile", action="append", default=[], help="pages that are profiled")
    arguments.add_argument("--queries", action="append", default=[], help="pages whose questions are printed")
    given = arguments.parse_args()
    from attain_web.setup import ready

    ready(given.folder.resolve())
    print(f"{'page':44} {'status':>6} {'first':>8} {'its cpu':>8} {'then':>8} {'cpu':>8} {'asks':>5} {'of it':>8}  ms")
    for user, pages in PAGES.items():
        client = client_of(user)
        for page in pages:
            read(client, page, given)


def read(client: Any, page: str, given: argparse.Namespace) -> None:
    """Read a page three times, and print what the last cost."""
    headers = {"HX-Request": "true"} if "?new" in page else {}
    began, spent = time.perf_counter(), time.process_time()
    client.get(page, headers=headers)
    first, spent = time.perf_counter() - began, time.process_time() - spent
    client.get(page, headers=headers)
    with asked() as found:
        began, cpu = time.perf_counter(), time.process_time()
        status = client.get(page, headers=headers).status_code
        then, cpu = time.perf_counter() - began, time.process_time() - cpu
    shown = [first, spent, then, cpu]
    print(f"{page:44} {status:>6} " + " ".join(f"{one * 1000:8.1f}" for one in shown)
          + f" {len(found):>5} {found.seconds * 1000:8.1f}", flush=True)  # fmt: skip
    if page in given.queries:
        for sql, count in Counter(found).most_common(25):
            print(f"    {count:>4} x {sql}")
    if page in given.profile:
        profiler = cProfile.Profile()
        profiler.enable()
        client.get(page, headers=headers)
        profiler.disable()
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
