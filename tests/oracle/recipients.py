"""Who a deal is credited to: reads ``credit.to`` and asks the kind that it names."""

from datetime import date

from tests.oracle import everybody, first_of, manager_of, owner, shares, split, team
from tests.oracle.model import Deal, Recipient, Value
from tests.oracle.phases import people_on
from tests.oracle.world import World

OWNER_COLUMN = "owner"


def recipients(to: str | dict, deal: Deal, world: World, day: date) -> list[Recipient]:
    """Everybody credited with ``deal`` by the rule ``to``, on the day it is dated."""
    if to == "split":
        return split.recipients("splits", deal)
    if to == "everybody":
        return everybody.present(world.people(day))
    if isinstance(to, str):
        return owner.recipients(to, deal)
    if "split" in to:
        return split.recipients(to["split"], deal)
    if "manager_of" in to:
        sellers = [r.payee for r in recipients(to["manager_of"], deal, world, day)]
        on = _day_of_deal(deal, world, day) if to.get("as_of", "deal") == "deal" else day
        return manager_of.chain(sellers, int(to.get("levels", "1")), lambda p: world.attribute(p, "manager", on))
    if "team" in to:
        return team.members(world.evaluate(to["team"], _DealNames(deal, world, day)), world.people(day))
    if "first_of" in to:
        return first_of.first([_rule(rule, deal, world, day) for rule in to["first_of"]])
    return shares.recipients(to, deal)


def _day_of_deal(deal: Deal, world: World, day: date) -> date:
    """The deal's own day, on which its hierarchy is read; the credit's day where it has none."""
    named = world.facts["sources"][deal.source].get("as_of")
    found = deal.columns[named] if named else None
    return people_on(deal.columns, deal.source, found or day)


def _rule(rule: str | dict, deal: Deal, world: World, day: date) -> tuple[object, bool | None, list[Recipient]]:
    written = rule if isinstance(rule, dict) and "to" in rule else {"to": rule}
    holds = world.evaluate(written["when"], deal.columns) if "when" in written else True
    return (rule, holds, recipients(written["to"], deal, world, day) if holds is True else [])


class _DealNames(dict[str, Value]):
    """The deal's columns; ``payee.team`` is the team of the payee in its owner column."""

    def __init__(self, deal: Deal, world: World, day: date) -> None:
        super().__init__(deal.columns)
        self.world, self.day = world, day

    def __missing__(self, name: str) -> Value:
        return self.world.attribute(self[OWNER_COLUMN], name.removeprefix("payee."), self.day)
