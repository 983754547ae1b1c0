"""Something is missing: the deals that a dispute names, matched against facts and credits.

A deal is told by its id, named in the dispute or in the words of its thread. It is unknown, or known and credited to
nobody, to others, or to the payee after all; others are named only to whoever may see their pay.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
from django.db import connections

from attain_web.actions.access import visible_payees
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.closing.disputing import dispute_of, thread_of
from attain_web.actions.closing.figures import period
from attain_web.actions.running import results_of
from attain_web.store.models import Run

WORD = re.compile(r"[\w./#-]*\w")
MOST_WORDS = 500
KNOWN = """
SELECT DISTINCT ON (source_table, key) source_table, key, cells IS NOT NULL, batch_id FROM fact
WHERE key = ANY(%(ids)s) AND source_table NOT IN ('roster', 'targets', 'fx') AND source_table NOT LIKE '%%.%%'
ORDER BY source_table, key, batch_id DESC
"""


@dataclass(frozen=True)
class Matched:
    """What is known of a deal that is said to be missing.

    Attributes:
        transaction_id: the deal, as the dispute names it.
        source: where it stands; empty when no source knows it.
        state: ``unknown``, ``gone`` from its source, ``late`` (after the period's figures), ``credited`` to the payee,
            ``credited_elsewhere`` or ``uncredited``.
        payees: to whom it is credited, those whom the viewer may see.
        hidden_count: to how many others.
        credit_amount: what the payee is credited with, in minor units of ``currency``.
        currency: of it; empty where they are not.
    """

    transaction_id: str
    source: str
    state: str
    payees: tuple[str, ...] = ()
    hidden_count: int = 0
    credit_amount: int = 0
    currency: str = ""


def matched_deals(dispute_id: str, *, viewer: str) -> list[Matched]:
    """Match what a dispute says is missing against facts and credits, by id.

    Raises:
        Refused: there is no such dispute, it is not for the viewer to see, or nothing was calculated.
    """
    found = dispute_of(dispute_id)
    if not visible_payees(viewer, [found.payee_id], found.period_id):
        raise Refused(f"{dispute_id} is not for {viewer} to see", "ask its payee")
    last = period(found.period_id).last
    run = last.run if last is not None and last.run is not None else Run.objects.using(ENGINE).last()
    if run is None:
        raise Refused("nothing was calculated", "run 'attain run'")
    named = [found.about_id] if found.about_id else []
    words = [word for message in thread_of(dispute_id) for word in WORD.findall(message.text)]
    ids = list(dict.fromkeys([*named, *words]))[:MOST_WORDS]
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(KNOWN, {"ids": ids})
        known = {key: (source, is_there, batch_no) for source, key, is_there, batch_no in cursor.fetchall()}
    unknown = [Matched(one, "", "unknown") for one in named if one not in known]
    if not known:
        return unknown
    credited = results_of(run, names=["credits"])["credits"].filter(pl.col("transaction_id").is_in(list(known)))
    payees = visible_payees(viewer, credited["payee_id"].unique().to_list(), found.period_id)
    rows = [
        _matched(one, known[one], credited.filter(pl.col("transaction_id") == one), (run, found.payee_id, payees))
        for one in ids
        if one in known
    ]
    return [*unknown, *rows]


def _matched(
    transaction_id: str,
    known: tuple[str, bool, int],
    credited: pl.DataFrame,
    asked: tuple[Run, str, Collection[str]],
) -> Matched:
    source, is_there, batch_no = known
    run, payee, visible = asked
    if not is_there:
        return Matched(transaction_id, source, "gone")
    own = credited.filter(pl.col("source") == source)
    others = [one for one in own["payee_id"].unique().sort().to_list() if one != payee]
    seen = tuple(one for one in others if one in visible)
    mine = own.filter(pl.col("payee_id") == payee)
    if mine.height:
        worth, currency = int(mine["credit_amount"].sum()), mine["currency"][0] or ""
        return Matched(transaction_id, source, "credited", seen, len(others) - len(seen), worth, currency)
    if others:
        return Matched(transaction_id, source, "credited_elsewhere", seen, len(others) - len(seen))
    return Matched(transaction_id, source, "late" if batch_no > run.batch_id else "uncredited")
