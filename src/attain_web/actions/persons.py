"""People's data: what names them stands outside the facts, is given out on request, and can be erased."""

import json
from base64 import b64encode
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import polars as pl
from django.apps import apps
from django.db import connections

from attain.sources import KeptTables, Loaded, SourceTable, texts_of
from attain_web.accounts.models import Account, EntryLink, Letter, SignedIn
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.people import SEES_EVERYBODY, roles_of, users_of
from attain_web.store.facts import TableRows, hidden, revealed, rows_of
from attain_web.store.figures import TABLES, figures_in
from attain_web.store.models import (
    Attachment,
    AuditRow,
    Decision,
    Dispute,
    Entry,
    FreeText,
    Leave,
    Line,
    PayLine,
    PersonSalt,
    Run,
    StepTaken,
)
from attain_web.store.once import once

ERASE = "erase_person"
ROSTER, PAYEE = "roster", "payee"
# What is held of somebody as a user, by table and the column that names them.
OF_USERS = {
    "accounts.Account": "username",
    "accounts.SignedIn": "username",
    "accounts.EntryLink": "username",
    "outbox.Wish": "user",
    "outbox.Notice": "user",
    "jobs.Job": "asked_by",
    "store.Token": "user",
    "store.RoleGrant": "user",
}
SECRET = frozenset({"password", "hash", "token_hash", "code_hash", "session_key"})
NAME = ""  # a name has no salt of its own; its person has one
NAMED = """
SELECT source_table, key, batch_id, cells FROM fact WHERE cells IS NOT NULL AND EXISTS (
    SELECT FROM json_each_text(cells::json) cell WHERE cell.value = %s
) ORDER BY source_table, key, batch_id
"""


def without_names(act: Act, loaded: Loaded) -> TableRows:
    """Return the roster's facts, inside an action, and keep what names people where it can be erased."""
    assert loaded.roster is not None
    return rows_of(ROSTER, loaded.roster, named_without(act, loaded.roster))


def named_without(act: Act, table: SourceTable, person: str = PAYEE) -> pl.DataFrame:
    """Return the texts of a table of people with tokens for what names them, inside an action.

    Args:
        act: the action.
        table: one row per person, or more.
        person: the column that says who it is.
    """
    texts = texts_of(table).rename({person: PAYEE} if person != PAYEE else {})
    salts = dict(PersonSalt.objects.using(ENGINE).values_list("payee_id", "salt"))
    found = hidden(texts, salts, erased_people())
    PersonSalt.objects.using(ENGINE).bulk_create(PersonSalt(payee_id=p, salt=s) for p, s in found.salts.items())
    known = set(FreeText.objects.using(ENGINE).filter(digest__in=found.said).values_list("digest", flat=True))
    FreeText.objects.using(ENGINE).bulk_create(
        FreeText(digest=token, salt=NAME, text=text, written_by=act.acting_user, about=payee)
        for token, (payee, text) in sorted(found.said.items())
        if token not in known
    )
    return found.texts.rename({PAYEE: person} if person != PAYEE else {})


def said_of_people() -> dict[str, str]:
    """Return what tokens stand for."""
    return dict(FreeText.objects.using(ENGINE).filter(salt=NAME).values_list("digest", "text"))


def with_names(kept: KeptTables) -> KeptTables:
    """Return the tables with what names people in its place again."""
    roster = kept.tables.get(ROSTER)
    if roster is None:
        return kept
    return KeptTables({**kept.tables, ROSTER: replace(roster, texts=revealed(roster.texts, said_of_people()))})


def erased_people() -> frozenset[str]:
    """Return everybody who was erased."""
    return frozenset(AuditRow.objects.using(ENGINE).filter(action=ERASE).values_list("subject", flat=True))


def last_erasure() -> int:
    """Return the audit's number of the last erasure, 0 before the first; what was read of people before it is old."""

    def find() -> int:
        rows = AuditRow.objects.using(ENGINE).filter(action=ERASE).order_by("-entry_no")
        return rows.values_list("entry_no", flat=True).first() or 0

    return once("last erasure", find)


def erase_person(payee_id: str, *, acting_user: str) -> int:
    """Erase what names a person and what was written about them; facts, ledger and audit stay whole.

    Returns:
        How many texts are gone.

    Raises:
        Refused: nothing is known of them, or whoever asks may not.
    """
    with acting(ERASE, acting_user=acting_user, subject=payee_id) as act:
        if not roles_of(acting_user) & {"admin", "finance"}:
            raise Refused(f"{acting_user} does not erase people", "ask an admin or finance")
        texts = FreeText.objects.using(ENGINE).filter(about=payee_id)
        salts = PersonSalt.objects.using(ENGINE).filter(payee_id=payee_id)
        if not texts.exists() and not salts.exists():
            raise Refused(f"nothing names '{payee_id}'", "check the payee's id")
        count, _ = texts.delete()
        salts.delete()
        files, _ = Attachment.objects.using(ENGINE).filter(about=payee_id).delete()
        users = sorted(users_of([payee_id]))
        accounts = Account.objects.using(ENGINE).filter(username__in=users)
        mails = [mail for mail in accounts.values_list("email", flat=True) if mail]
        asked = EntryLink.objects.using(ENGINE).filter(username__in=users, kind="address")
        Letter.objects.using(ENGINE).filter(address__in=[*mails, *asked.values_list("about", flat=True)]).delete()
        asked.update(about="")
        asked.filter(state="out").update(state="ended")
        accounts.update(name="", email="")
        SignedIn.objects.using(ENGINE).filter(username__in=users).update(browser="")
        apps.get_model("outbox", "Wish").objects.using(ENGINE).filter(user__in=users).update(mail="")
        act.details |= {"texts": count, "files": files}
    return count


def held_of(payee_id: str, *, acting_user: str) -> dict[str, Any]:
    """Gather everything that is held of a person, for them to have; their own, or by a role that sees everybody.

    Raises:
        Refused: somebody else asks.
    """
    if acting_user not in users_of([payee_id]) and not roles_of(acting_user) & SEES_EVERYBODY:
        raise Refused(f"what is held of {payee_id} is not for {acting_user} to see", "let them ask")
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(NAMED, [payee_id])
        facts = [
            {"table": table, "key": key, "batch": batch, "said": json.loads(cells)}
            for table, key, batch, cells in cursor.fetchall()
        ]
        run = Run.objects.using(ENGINE).order_by("-made_at").first()
        figures = figures_in(cursor, run.run_id, tuple(TABLES), [payee_id]) if run else {}
    users = users_of([payee_id])
    decisions = Decision.objects.using(ENGINE).filter(payee_id=payee_id)
    disputes = Dispute.objects.using(ENGINE).filter(payee_id=payee_id)
    ids = [*decisions.values_list("decision_id", flat=True), *disputes.values_list("dispute_id", flat=True)]
    steps = StepTaken.objects.using(ENGINE)
    mine = steps.filter(thing_id__in=ids) | steps.filter(thing="statement", thing_id__endswith=f"/{payee_id}")
    entries = Entry.objects.using(ENGINE).filter(payee_id=payee_id).values_list("entry_no", flat=True)
    lines = Line.objects.using(ENGINE).filter(entry_no__in=list(entries))
    with acting("export_person", acting_user=acting_user, subject=payee_id):
        return {
            "payee": payee_id,
            "facts": facts,
            "texts": _rows(FreeText.objects.using(ENGINE).filter(about=payee_id)),
            "written": _rows(FreeText.objects.using(ENGINE).filter(written_by__in=users).exclude(salt=NAME)),
            "decisions": _rows(decisions),
            "disputes": _rows(disputes),
            "attachments": [
                row | {"content": b64encode(bytes(row["content"])).decode()}
                for row in _rows(Attachment.objects.using(ENGINE).filter(about=payee_id))
            ],
            "leaves": _rows(Leave.objects.using(ENGINE).filter(payee_id=payee_id)),
            "steps": _rows(mine | steps.filter(acting_user__in=users)),
            "ledger_lines": _rows(lines),
            "figures": {name: frame.to_dicts() for name, frame in figures.items()},
            "pay_lines": _rows(PayLine.objects.using(ENGINE).filter(payee_id=payee_id)),
            **{name: _of_users(name, column, users) for name, column in OF_USERS.items()},
            "audit": _rows(AuditRow.objects.using(ENGINE).filter(acting_user__in=users)),
        }


def _of_users(name: str, column: str, users: Collection[str]) -> list[dict[str, Any]]:
    """Return what a table of accounts, notices or jobs holds of some users, without what opens a door."""
    rows = _rows(apps.get_model(name).objects.using(ENGINE).filter(**{f"{column}__in": sorted(users)}))
    return [{key: value for key, value in row.items() if key not in SECRET} for row in rows]


def _rows(found: Any) -> list[dict[str, Any]]:  # a queryset
    return list(found.values())
