"""manager_of: the managers above a deal's sellers, each once.

Properties:
1. The managers, and the seller each is credited over, are the oracle's for one seller; for several the managers are.
"""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.credits import manager_of
from attain.credits.manager_of import ManagerOf
from tests.credits.receiving import credit, received
from tests.oracle import manager_of as oracle

Link = tuple[int, int, str, int]


def chain(*links: Link) -> pl.DataFrame:
    """A chain: deal, level, manager, and the roster row of the person one step below."""
    schema = {"row": pl.UInt32, "level": pl.Int64, "manager": pl.String, "seller": pl.UInt32}
    return pl.DataFrame(links, schema=schema, orient="row")


def test_each_manager_of_the_chain_receives_the_deal() -> None:
    found = manager_of.recipients(chain((0, 1, "mia", 7), (0, 2, "olu", 8), (1, 1, "mia", 9)))
    assert received(found, "credit_type", "seller_id") == [
        (0, "mia", "rollup", 7),
        (0, "olu", "rollup", 8),
        (1, "mia", "rollup", 9),
    ]
    assert found.whole is None


def test_a_manager_over_both_payees_of_a_split_is_credited_once() -> None:
    found = manager_of.recipients(chain((0, 1, "mia", 9), (0, 1, "mia", 7), (0, 2, "olu", 8), (0, 2, "olu", 8)))
    assert received(found, "seller_id") == [(0, "mia", 7), (0, "olu", 8)]


def test_the_nearest_level_says_over_whom() -> None:
    """Olu is Ben's manager and the manager of Ana's manager."""
    found = manager_of.recipients(chain((0, 2, "olu", 3), (0, 1, "olu", 5), (0, 1, "mia", 4)))
    assert received(found, "seller_id") == [(0, "mia", 4), (0, "olu", 5)]


def test_nobody_above_nobody_credited() -> None:
    assert manager_of.recipients(chain()).frame.is_empty()


def test_one_level_as_of_the_deal_is_meant_when_nothing_is_said() -> None:
    rule = credit("{manager_of: owner}").to
    assert isinstance(rule, ManagerOf)
    assert (str(rule.manager_of), rule.levels, rule.as_of) == ("owner", 1, "deal")
    rule = credit("{manager_of: split, levels: 2, as_of: credit}").to
    assert isinstance(rule, ManagerOf)
    assert (rule.levels, rule.as_of) == (2, "credit")


PEOPLE = ["ana", "ben", "cy", "dee", "eve", "fay"]


@settings(max_examples=40)
@given(
    st.lists(st.integers(-1, 4), min_size=6, max_size=6),
    st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
    st.integers(1, 4),
)
def test_managers_are_the_oracles(reports_to: list[int], sellers: list[int], levels: int) -> None:
    """Property 1."""
    above = {n: m for n, m in enumerate(reports_to) if m >= 0 and m < n}  # no circles: the roster refuses them
    links: list[Link] = []
    for seller in sellers:
        below = seller
        for level in range(1, levels + 1):
            if below not in above:
                break
            links.append((0, level, PEOPLE[above[below]], below))
            below = above[below]
    found = received(manager_of.recipients(chain(*links)), "seller_id")
    managers = oracle.chain(
        [PEOPLE[seller] for seller in sellers],
        levels,
        lambda name: PEOPLE[above[PEOPLE.index(name)]] if PEOPLE.index(name) in above else None,
    )
    assert [payee for _, payee, _ in found] == sorted(r.payee for r in managers)
    if len(sellers) == 1:
        assert {payee: PEOPLE[below] for _, payee, below in found} == {r.payee: r.seller for r in managers}
