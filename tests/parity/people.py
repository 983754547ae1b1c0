"""A small sales force: sellers, their managers and teams, some hired or moved while the plan runs."""

from datetime import date

from tests.oracle.periods import DAY
from tests.parity.case import Draft

NAMES = ["ana", "Bo", "p10", "p9", "zoë", "E-7", "carl", "276", "a b"]
TEAMS = ["north", "south"]
TITLES = ["Rep", "Senior Rep"]
COVERED = "payee.title in ('Rep', 'Senior Rep', 'Manager')"


def make_roster(draft: Draft) -> None:
    """Fill the roster: every payee has a row in force on every day from the plan's first, unless hired later."""
    dice = draft.dice
    names = dice.some(NAMES, 3, 6)
    managers = names[: 1 if len(names) < 5 else 2]
    top = managers[0]
    for name in names:
        if name in managers:
            above = top if name != top and dice.chance(70) else None
            draft.roster.append(_row(name, None, None, title="Manager", manager=above, team=dice.pick(TEAMS)))
            draft.roster[-1]["hired"] = str(draft.starts_on - 400 * DAY)
        else:
            is_first = name == names[len(managers)]
            draft.roster += _seller(
                draft, name, managers, is_late=not is_first and dice.has("hired during the plan", 30)
            )


def _seller(draft: Draft, name: str, managers: list[str], *, is_late: bool) -> list[dict]:
    """One seller: hired before the plan, with it or during it; sometimes promoted or moved to another team."""
    dice = draft.dice
    months = draft.dates.periods("month", draft.starts_on, draft.last_deal_on)
    hired = dice.pick([draft.starts_on - 800 * DAY, draft.starts_on - 40 * DAY, draft.starts_on])
    if is_late:
        late = dice.pick(months[: max(1, len(months) // 2)]).starts_on
        hired = late if dice.chance(60) else late + dice.between(1, 20) * DAY
    first = _row(name, hired if hired > draft.starts_on else None, None, title=dice.pick(TITLES))
    first |= {"manager": dice.pick(managers), "team": dice.pick(TEAMS), "hired": str(hired)}
    first |= {"commission": dice.pick(["4%", "5.5%", "7.25%", "10%"])}
    if not dice.has("moved during the plan", 35):
        return [first]
    moved = max(dice.pick(months).starts_on + dice.pick([0, 0, 9, 14]) * DAY, hired + DAY)
    second = first | {"from": str(moved), "before": None}
    change = dice.pick(["team", "title", "manager", "commission"])
    second[change] = dice.pick(
        {"team": TEAMS, "title": TITLES, "manager": managers, "commission": ["6%", "9%"]}[change]
    )
    return [first | {"before": str(moved)}, second]


def _row(
    name: str, starts_on: date | None, ends_before: date | None, **attributes: str | None
) -> dict[str, str | None]:
    row = {"payee": name, "from": starts_on and str(starts_on), "before": ends_before and str(ends_before)}
    return row | attributes | {"hired": None, "commission": "5%"}
