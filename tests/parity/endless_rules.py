"""Plans without an end: the last day is taken from a finished case, and in some it is read as of a day."""

from collections.abc import Iterable
from datetime import date
from random import Random

from tests.oracle.periods import DAY
from tests.parity.case import Case

FEATURE, TODAY = "no end", "no end as of"


def opened(case: Case, seed: int, without: Iterable[str]) -> Case:
    """The case, in some seeds with a last plan that never ends; plans that others continue keep their end."""
    random = Random(f"endless {seed}")  # noqa: S311 - it must come back with its seed
    if FEATURE in frozenset(without) or random.randrange(100) >= 15:
        return case
    first, before = (date.fromisoformat(case.plan["effective"].pop(key)) for key in ("from", "before"))
    case.plan["effective"]["from"] = str(first)
    case.used.append(FEATURE)
    if "as_of" not in case.facts and random.randrange(100) < 30:
        days = (before - first).days
        case.facts["as_of"] = str(first + random.randrange(min(30, days - 1), days) * DAY)
    if "as_of" in case.facts:
        case.used.append(TODAY)
    return case
