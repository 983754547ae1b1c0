"""People: their roles, who may sign in, the audit, and what is held of a person."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from ninja import Query, Router, Schema

from attain_web.access.screens import SIGNED_IN
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.entering.factors import agree_to_lost_factors, ask_lost_factors, require_factor
from attain_web.actions.entering.links import agree_to_link, end_link, send_link
from attain_web.actions.entering.signing_in import end_account, make_account, open_account
from attain_web.actions.entering.tokens import end_token, tokens_of
from attain_web.actions.people import grant_role, granted, take_role
from attain_web.actions.persons import erase_person, held_of
from attain_web.admin.letting_in import said_of_link
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import key_of, paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Done, Number, Page, Paging, Sent, Word
from attain_web.store.models import AuditRow

router = Router()


class RoleRow(Schema):
    """A role that somebody has."""

    user: str
    name: str
    role: str
    payee_id: str
    at: datetime
    given_by: str


class RoleChange(Sent):
    """A role to give or to take."""

    user: Word
    role: Word
    payee_id: Word = ""


class AccountWanted(Sent):
    """Somebody who may sign in."""

    username: Word
    name: Word = ""
    mail: Word = ""


class AccountNamed(Sent):
    """Whose account."""

    username: Word


class FactorAsked(Sent):
    """Of whom a second factor is asked."""

    role: Word
    is_required: bool = True


class TokenRow(Schema):
    """A token: the first signs of its hash, what it is for, and until when it is good."""

    prefix: str
    name: str
    made_at: datetime
    good_until: datetime | None
    only_reads: bool
    is_good: bool


class AuditSaid(Schema):
    """A row of the audit, chained to the one before."""

    entry_no: int
    at: datetime
    acting_user: str
    system_user: str
    action: str
    subject: str
    details: dict[str, Any]
    entry_hash: str


@reads(router, "/roles", like="admin:people", gives=Page[RoleRow])
def list_roles(request: HttpRequest, paging: Query[Paging]) -> Page[RoleRow]:
    """List who has which role: the access review."""
    del request
    names = dict(Account.objects.values_list("username", "name"))
    rows = [
        RoleRow(
            user=one.user,
            name=names.get(one.user, ""),
            role=one.role,
            payee_id=one.payee_id,
            at=one.at,
            given_by=one.acting_user,
        )
        for one in granted()
    ]
    return paged(rows, paging, lambda one: [one.user, one.role, one.payee_id])


@acts(router, "/roles/give", like="admin:change-role", gives=Done)
def give_role(request: HttpRequest, change: RoleChange) -> Done:
    """Give a role."""
    grant_role(change.user, change.role, acting_user=viewer_of(request).user, payee_id=change.payee_id)
    return Done(said=f"{change.user} has the role {change.role}")


@acts(router, "/roles/take", like="admin:change-role", gives=Done)
def take_role_away(request: HttpRequest, change: RoleChange) -> Done:
    """Take a role away."""
    take_role(change.user, change.role, acting_user=viewer_of(request).user, payee_id=change.payee_id)
    return Done(said=f"{change.user} does not have the role {change.role}")


@acts(router, "/accounts", like="admin:invite", gives=Done)
def let_in(request: HttpRequest, wanted: AccountWanted) -> Done:
    """Make an account, or give one another name; its owner chooses a password by a link."""
    user = viewer_of(request).user
    make_account(wanted.username, acting_user=user, name=wanted.name, mail=wanted.mail)
    return Done(said=f"{wanted.username} has an account; send them a link")


@acts(router, "/accounts/link", like="admin:send-link", gives=Done)
def send_link_to_account(request: HttpRequest, named: AccountNamed) -> Done:
    """Have somebody choose a password by a link; it is shown only where nobody ever came in by the account."""
    handed = send_link(named.username, acting_user=viewer_of(request).user)
    values = {"link_no": handed.link_no, "path": handed.path, "code": handed.code, "is_sent": handed.is_sent}
    return Done(said=said_of_link(named.username, handed), values=values)


@acts(router, "/accounts/lost-factors", like="admin:send-link", gives=Done)
def ask_about_lost_factors(request: HttpRequest, named: AccountNamed) -> Done:
    """Ask that somebody's second factors be taken away who lost them; another admin has to agree."""
    asked = ask_lost_factors(named.username, acting_user=viewer_of(request).user)
    return Done(said=f"Another admin has to agree to request {asked.link_no}", values={"link_no": asked.link_no})


@acts(router, "/accounts/lost-factors/{link_no}/agree", like="admin:send-link", gives=Done)
def agree_to_factors_lost(request: HttpRequest, link_no: Number) -> Done:
    """Agree, as another admin, that somebody lost their second factors, and take them away."""
    username = agree_to_lost_factors(link_no, acting_user=viewer_of(request).user)
    return Done(said=f"{username} has no second factor any more")


@acts(router, "/roles/factor", like="admin:factor-rule", gives=Done)
def ask_for_second_factor(request: HttpRequest, rule: FactorAsked) -> Done:
    """Ask for a second factor of whoever has a role, or not any more."""
    require_factor(rule.role, acting_user=viewer_of(request).user, is_required=rule.is_required)
    return Done(said=f"Whoever is {rule.role} needs {'a' if rule.is_required else 'no'} second factor")


@acts(router, "/accounts/links/{link_no}/agree", like="admin:send-link", gives=Done)
def agree_to_one_link(request: HttpRequest, link_no: Number) -> Done:
    """Agree, as another admin, that an account gets a new link; its owner needs the code of whoever asked as well."""
    path = agree_to_link(link_no, acting_user=viewer_of(request).user)
    return Done(said="Pass the link on to the owner of the account", values={"path": path})


@acts(router, "/accounts/links/{link_no}/end", like="admin:send-link", gives=Done)
def end_one_link(request: HttpRequest, link_no: Number) -> Done:
    """End a link that was not used, or the request for one."""
    end_link(link_no, acting_user=viewer_of(request).user)
    return Done(said=f"Link {link_no} is good for nothing")


@reads(router, "/tokens", SIGNED_IN, gives=Page[TokenRow])
def list_tokens(request: HttpRequest, paging: Query[Paging]) -> Page[TokenRow]:
    """List one's own tokens; what they are is shown to nobody again."""
    rows = [TokenRow(**vars(one)) for one in tokens_of(viewer_of(request).user)]
    return paged(rows, paging, lambda one: [one.made_at.isoformat(), one.prefix])


@acts(router, "/tokens/{prefix}/end", SIGNED_IN, gives=Done)
def end_one_token(request: HttpRequest, prefix: str) -> Done:
    """End a token of one's own, or as an admin anybody's."""
    return Done(said=f"A token of {end_token(prefix, acting_user=viewer_of(request).user)} has ended")


@acts(router, "/accounts/close", like="admin:close-account", gives=Done)
def close_one_account(request: HttpRequest, named: AccountNamed) -> Done:
    """Close an account: its sessions, links and tokens are good for nothing."""
    end_account(named.username, acting_user=viewer_of(request).user)
    return Done(said=f"The account of {named.username} is closed")


@acts(router, "/accounts/open", like="admin:close-account", gives=Done)
def open_one_account(request: HttpRequest, named: AccountNamed) -> Done:
    """Open an account again that was closed."""
    open_account(named.username, acting_user=viewer_of(request).user)
    return Done(said=f"The account of {named.username} is open again")


@reads(router, "/audit", like="admin:audit", gives=Page[AuditSaid])
def list_audit(
    request: HttpRequest, paging: Query[Paging], user: str = "", action: str = "", subject: str = ""
) -> Page[AuditSaid]:
    """List the audit, the newest rows first."""
    del request
    rows = AuditRow.objects.order_by("-entry_no")
    rows = rows.filter(acting_user__icontains=user) if user else rows
    rows = rows.filter(action=action) if action else rows
    rows = rows.filter(subject__icontains=subject) if subject else rows
    if paging.cursor:
        (after, *rest) = key_of(paging.cursor) or [""]
        if rest or not isinstance(after, int) or abs(after) > 2**53:
            raise NotSo(422, "the cursor belongs to another list", "send the next_cursor of this list")
        rows = rows.filter(entry_no__lt=-after)
    found = [
        AuditSaid(
            entry_no=row.entry_no,
            at=row.at,
            acting_user=row.acting_user,
            system_user=row.system_user,
            action=row.action,
            subject=row.subject,
            details=json.loads(row.details),
            entry_hash=row.entry_hash,
        )
        for row in rows[: paging.limit + 1]
    ]
    return paged(found, Paging(limit=paging.limit), lambda one: [-one.entry_no])


@acts(router, "/persons/{payee_id}/held", SIGNED_IN, gives=dict[str, Any])
def held_of_person(request: HttpRequest, payee_id: str) -> dict[str, Any]:
    """Give everything that is held of a person: to themselves, or to whoever sees everybody; it is recorded."""
    viewer_of(request).refuse_unless_visible(payee_id)
    found = held_of(payee_id, acting_user=viewer_of(request).user)
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


@acts(router, "/persons/{payee_id}/erase", "admin", "finance", gives=Done)
def erase(request: HttpRequest, payee_id: str) -> Done:
    """Erase what names a person; facts, ledger and audit stay whole."""
    count = erase_person(payee_id, acting_user=viewer_of(request).user)
    return Done(said=f"{count} texts are erased", values={"count": count})
