"""Reliefs and transfers: rows of the target table that lower a quota, or hand a part of it to somebody else."""

from datetime import date
from random import Random

from tests.oracle.periods import DAY
from tests.oracle.windows import Calendar
from tests.parity.case import Case

FEATURE = "target changes"
PERSONAL = ("quota", "second_quota")
# Far below what is left of a quota after proration; halves of a minor unit in a season.
AMOUNTS = ["100", "333.33", "250.05", "99.99"]


def change_targets(case: Case, random: Random) -> Case:
    """The case with some of its quotas changed; the case itself where it has none that can be."""
    plans = [plan for plan in case.plans if any(name in plan.get("targets", {}) for name in PERSONAL)]
    names = [name for name in PERSONAL if plans and _is_plain(plans[0]["targets"].get(name))]
    people = sorted({row["payee"] for row in case.facts["roster"] if row["from"] is None})
    if not names or len(people) < 2:
        return case
    whole = date.fromisoformat(case.plans[0]["effective"]["from"]), date.fromisoformat(case.plan["effective"]["before"])
    rows = [_row(case, random, random.choice(names), (people, whole)) for _ in range(random.randint(1, 4))]
    case.facts["targets"] = [*case.facts["targets"], *rows]
    case.used.append(FEATURE)
    return case


def _is_plain(written: dict | None) -> bool:
    """Whether nobody's quota can be too small to be lowered."""
    return written is not None and not {"ramp", "round"} & set(written)


def _row(case: Case, random: Random, name: str, around: tuple[list[str], tuple[date, date]]) -> dict[str, str | None]:
    people, (first, before) = around
    per = case.plans[0]["targets"][name]["per"]
    periods = Calendar(case.facts["calendar"], first, before).periods(per, first, before - DAY)
    giver, taker = random.sample(people, 2)
    is_transfer = random.random() < 0.5
    amount = random.choice(AMOUNTS)
    return {
        "name": name,
        "payee": giver,
        "title": None,
        "period": random.choice(periods[: max(1, len(periods) // 2)]).name,
        "amount": amount if case.facts["currency"] in {"USD", "EUR", "KWD"} else amount.partition(".")[0],
        "change": "transfer" if is_transfer else "relief",
        "to": taker if is_transfer else None,
        "reason": "a territory moved" if is_transfer else "on leave",
    }
