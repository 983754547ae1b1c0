"""What the ledger adds up to, found once for what is posted: nothing in it ever changes but that more is added."""

from functools import lru_cache
from typing import Any

from django.db import connections

from attain_web.actions.acting import ENGINE
from attain_web.actions.closing import accounting, posting
from attain_web.figures.opened import newest_run
from attain_web.store import ledgers


def rolled_and_accounts() -> tuple[list[dict[str, Any]], list[tuple[str, str, int]]]:
    """Return the rows of the roll-forward, and the accounts: name, currency and total in minor units."""
    known, run = connections[ENGINE].settings_dict, newest_run()
    with connections[ENGINE].cursor() as cursor:
        head = ledgers.head_of(cursor)
    return _found(str(known["HOST"]), str(known["NAME"]), head, run.run_id if run else "")


@lru_cache(maxsize=4)
def _found(*_of: object) -> tuple[list[dict[str, Any]], list[tuple[str, str, int]]]:
    return accounting.rolled_forward().to_dicts(), posting.account_totals(posting.ledger_balances())
