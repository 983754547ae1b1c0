"""The past of a book under load, made by its own actions: imported, calculated, published, approved and posted.

    python -m tests.web.load.seeding FOLDER --users 200 --lines 1000000 --opportunities 200000

Nothing is written around the actions but passwords: everybody has the same one, hashed once.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.web.load.book import POSTED, People, Size, write_book

PASSWORD = "two hundred at once"  # noqa: S105 -- of made-up people in a store that is thrown away
ADMIN, LEADER = "admin.0", "leader.0"
SHARES = {"seller": 80, "manager": 10, "admin": 4, "leader": 3, "finance": 3}  # of a hundred users
STATED = POSTED[-2:]  # the quarters whose statements are published


@dataclass(frozen=True)
class Users:
    """Who is let loose on a book, by kind, each with the payee whose pay is theirs; empty for the back office."""

    of_kind: dict[str, list[tuple[str, str]]]

    @classmethod
    def of(cls, size: Size, people: People) -> "Users":
        """Share the users out among the kinds; there is one of each at least."""
        counts = {kind: max(1, size.users * share // 100) for kind, share in SHARES.items()}
        counts["seller"] = max(1, size.users - sum(counts[kind] for kind in SHARES if kind != "seller"))
        sellers = [(f"seller.{n}", people.sellers[n]) for n in range(counts["seller"])]
        managers = [(f"manager.{n}", people.managers[n % len(people.managers)]) for n in range(counts["manager"])]
        office = {kind: [(f"{kind}.{n}", "") for n in range(counts[kind])] for kind in ("admin", "leader", "finance")}
        return cls({"seller": sellers, "manager": managers[: len(people.managers)], **office})


def seed_book(folder: Path, size: Size, *, says: Callable[[str], None] = print) -> Users:
    """Make a book with its past.

    Args:
        folder: where; it must be empty.
        size: how large.
        says: told how long each step took.
    """
    from attain_web.setup import ready

    with _timed("written", says):
        people = write_book(folder, size)
    with _timed("a store", says):
        ready(folder)
    _made(folder, says)
    users = Users.of(size, people)
    with _timed(f"{sum(map(len, users.of_kind.values()))} users", says):
        _let_in(users, people)
    _calculated(folder, says)
    return users


def _made(folder: Path, says: Callable[[str], None]) -> None:
    from attain_web.actions import planning
    from attain_web.actions.importing import import_workspace

    with _timed("imported", says):
        made = import_workspace(folder, acting_user=ADMIN)
    assert made.batch_no, [one.what for one in made.diagnostics if one.severity == "error"]
    with _timed("plans", says):
        saved = planning.save_plans(folder, acting_user=ADMIN)
        assert saved.hashes, [one.what for one in saved.diagnostics if one.severity == "error"]
        for digest in saved.hashes.values():
            planning.move_plan(digest, "submit", acting_user=ADMIN)
            planning.move_plan(digest, "approve", acting_user=LEADER)


def _let_in(users: Users, people: People) -> None:
    from attain_web.accounts.models import Account
    from attain_web.actions.entering.signing_in import make_account
    from attain_web.actions.people import grant_role

    first = make_account(ADMIN, acting_user=ADMIN, password=PASSWORD)
    for kind in ("admin", "finance", "leader"):
        for user, _ in users.of_kind[kind]:
            make_account(user, acting_user=ADMIN, name=user.replace(".", " ").title())
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    for kind in ("admin", "finance", "leader"):
        for user, _ in users.of_kind[kind]:
            if user != ADMIN:
                grant_role(user, kind, acting_user=ADMIN)
    for kind in ("seller", "manager"):
        for user, payee in users.of_kind[kind]:
            make_account(user, acting_user=ADMIN, name=people.name(payee))
            grant_role(user, "payee", acting_user=ADMIN, payee_id=payee)
            if kind == "manager":
                grant_role(user, "manager", acting_user=ADMIN)
    Account.objects.using("engine").update(password=first.password)


def _calculated(folder: Path, says: Callable[[str], None]) -> None:
    from attain_web.actions.closing import periods, posting, statements

    for name in POSTED:
        with _timed(f"{name} calculated and approved", says):
            periods.calculate_period(folder, name, acting_user=ADMIN)
            periods.review_period(name, acting_user=ADMIN)
            if name in STATED:
                statements.publish_statements(name, acting_user=ADMIN)
            periods.approve_period(name, acting_user=LEADER)
        began = time.perf_counter()
        made = posting.post_period(folder, name, acting_user=ADMIN)
        says(f"  {name}: {made.line_count:,} lines posted, {time.perf_counter() - began:.1f} s")


@contextmanager
def _timed(title: str, says: Callable[[str], None]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    says(f"  {title}: {time.perf_counter() - began:.1f} s")


def main() -> None:
    """Make a book and keep it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--users", type=int, default=200)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--opportunities", type=int, default=200_000)
    asked = arguments.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    seed_book(
        asked.folder, Size(asked.users, asked.lines, asked.opportunities), says=lambda said: print(said, flush=True)
    )


if __name__ == "__main__":
    main()
