"""Reads aloud who is credited: ``Credit deals where is_won, dated by close_date, worth amount, to owner``."""

from collections.abc import Iterator

from attain.credits import Credit
from attain.credits.everybody import Everybody
from attain.credits.first_of import FirstOf, Rule
from attain.credits.manager_of import ManagerOf
from attain.credits.owner import Owner
from attain.credits.shares import Share, Shares
from attain.credits.split import Split
from attain.credits.team import Team
from attain.documents import Model, Quantity, Text
from attain.questions.aloud.words import listed, others, plain, spoken


def credit_sentences(credit: Credit | Text | None) -> Iterator[str]:
    """Read a crediting rule, or the name of the component whose credits are taken; nothing where there is none."""
    if credit is None:
        return
    if not isinstance(credit, Credit):
        yield f"Take the credits of {credit}."
        return
    rows = (
        f"{credit.source} where {spoken(credit.where)}" if credit.where is not None else f"every row of {credit.source}"
    )
    dated = f"dated by {spoken(credit.dated)}" if credit.dated is not None else "dated by the source's own date"
    worth = spoken(credit.value) if credit.value is not None else "amount"
    yield f"Credit {rows}, {dated}, worth {worth}, {_to(credit.to)}."
    yield from others(credit, "source", "where", "dated", "value", "to")


def _to(recipient: Model) -> str:
    """Say who receives the credit."""
    match recipient:
        case Owner(column=column):
            return f"to {spoken(column)}"
        case Split(split=child):
            return f"to the payees of its {child}, by their shares"
        case Shares(shares=shares):
            return listed([_share(name, share) for name, share in shares.items()])
        case ManagerOf():
            who = "manager of" if recipient.levels == 1 else f"managers on the {recipient.levels} levels above"
            day = "" if recipient.as_of == "deal" else f", as of the {recipient.as_of}"
            return f"to the {who} {spoken(recipient.manager_of)}{day}"
        case Team(team=team):
            return f"to everybody of the team {spoken(team)}"
        case Everybody():
            return "to everybody on the plan"
        case FirstOf(first_of=rules):
            return f"to the first named of {listed([_rule(rule) for rule in rules])}"
        case _:
            return f"to {plain(recipient.node)}"


def _share(name: str, share: Quantity | Share) -> str:
    if isinstance(share, Quantity):
        return f"{spoken(share)} to {name}"
    counted = f" (of the quota {spoken(share.quota)})" if share.quota is not None else ""
    overlay = " on top of the 100 %" if share.overlay else ""
    return f"{spoken(share.pay)}{counted} to {name}{overlay}"


def _rule(rule: Rule) -> str:
    return f"{spoken(rule.to)}{_when(rule.when)}"


def _when(when: Text | None) -> str:
    return f" when {spoken(when)}" if when is not None else ""
