"""attain doctor: whether everything is as the server needs it, and as it is safe."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

import typer

from attain.cli.commands.arguments import PROBLEMS
from attain_web.commands.acting import Json, Workspace, say, store_of

Host = Annotated[str, typer.Option("--host", help="The address that the server would listen on.")]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRETS = ("web.key", "signing.key")


class Finding(NamedTuple):
    """What was looked at, whether it is well, and what to do where it is not."""

    what: str
    is_well: bool
    fix: str


def doctor(workspace: Workspace, host: Host = "127.0.0.1", as_json: Json = False) -> None:
    """Look whether the store answers, secrets are secret, and nobody can sign in who should not; problems end in 1."""
    with store_of(workspace) as folder:
        found = list(_looked_at(folder, host))
        lines = [f"{'well' if one.is_well else 'WRONG'}  {one.what}" + _fix(one) for one in found]
        say([one._asdict() for one in found], lines, is_json=as_json)
        if not all(one.is_well for one in found):
            raise typer.Exit(PROBLEMS)


def _fix(one: Finding) -> str:
    return "" if one.is_well else f"\n       fix: {one.fix}"


def _looked_at(folder: Path, host: str) -> Iterator[Finding]:
    from django.conf import settings

    from attain_web.accounts.models import Account
    from attain_web.entrance.one_click import why_not
    from attain_web.figures.workspace import workspace_now
    from attain_web.store.embedded.cluster import VAR

    yield Finding("the store answers and is up to date", True, "")
    for name in SECRETS:
        path = folder / VAR / name
        is_ours_alone = not path.exists() or not stat.S_IMODE(path.stat().st_mode) & 0o077
        yield Finding(f"{VAR}/{name} is readable by its owner alone", is_ours_alone, f"chmod 600 {path}")
    now = workspace_now(folder)
    reason = why_not(host)
    if now.is_demo:
        words = (
            "one click signs in, on this machine alone" if not reason else f"a demo is not served to others: {reason}"
        )
        yield Finding(words, not reason, "listen on 127.0.0.1 without DATABASE_URL, or take 'demo: true' out")
    else:
        has_password = any(one.has_usable_password() for one in Account.objects.all())
        yield Finding("somebody can sign in", has_password, "make an account with 'attain account'")
    is_open = host not in {"127.0.0.1", "localhost", "::1"}
    names = [name for name in settings.ALLOWED_HOSTS if name not in {"localhost", "127.0.0.1", "[::1]"}]
    if is_open:
        yield Finding("the names it is called by are known", bool(names), "name them in ATTAIN_HOSTS")
        is_safe = os.environ.get("ATTAIN_TLS", "") == "1"
        yield Finding("it is reached over TLS", is_safe, "put a proxy before it that speaks TLS, and set ATTAIN_TLS=1")
    yield from _about_telling(is_open=is_open)
    yield from _about_provider()


def _about_telling(*, is_open: bool) -> Iterator[Finding]:
    """Look at what is told to others, and how often programs may ask."""
    from django.conf import settings

    yield Finding("the API is limited", settings.API_REQUESTS_A_MINUTE > 0, "set ATTAIN_API_RATE to 1 or more")
    if settings.EMAIL_HOST:
        is_named = "ATTAIN_URL" in os.environ and "ATTAIN_MAIL_FROM" in os.environ
        yield Finding("e-mail says where it is from and leads back", is_named, "set ATTAIN_URL and ATTAIN_MAIL_FROM")
    if is_open:
        is_inside = not settings.WEBHOOKS_MAY_GO_INSIDE
        yield Finding("webhooks lead to nothing inside", is_inside, "take ATTAIN_WEBHOOKS_INSIDE away")
        is_keyed = bool(os.environ.get("ATTAIN_SECRET_KEY", "")) or not settings.DATABASE_URL
        yield Finding("every server has the same key", is_keyed, "set ATTAIN_SECRET_KEY, the same for each of them")


def _about_provider() -> Iterator[Finding]:
    """Look at the provider that people sign in with, where the environment names one."""
    from django.conf import settings
    from django.urls import reverse

    named = {one for one in ("ATTAIN_OIDC_URL", "ATTAIN_OIDC_CLIENT", "ATTAIN_OIDC_SECRET") if os.environ.get(one)}
    if not named:
        return
    missing = sorted({"ATTAIN_OIDC_URL", "ATTAIN_OIDC_CLIENT", "ATTAIN_OIDC_SECRET"} - named)
    yield Finding("the provider is named wholly", not missing, f"set {', '.join(missing)}")
    is_safe = settings.OIDC_URL.startswith("https://") or urlsplit(settings.OIDC_URL).hostname in LOOPBACK
    yield Finding("the provider is reached over TLS", is_safe, "write ATTAIN_OIDC_URL with https://")
    if missing:
        return
    back = settings.PUBLIC_URL.rstrip("/") + reverse("openid_connect_callback", args=[settings.OIDC_ID])
    why = _why_no_provider(settings.OIDC_URL)
    yield Finding(f"the provider answers; let it send people back to {back}", not why, why)


def _why_no_provider(url: str) -> str:
    """Say what is wrong with what a provider says of itself; empty where it can be used."""
    import requests

    try:
        answer = requests.get(f"{url}/.well-known/openid-configuration", timeout=10)
        said = answer.json() if answer.ok else {}
    except (requests.RequestException, ValueError) as error:
        return f"check ATTAIN_OIDC_URL: {type(error).__name__}"
    needed = {"issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"} - set(said)
    if needed:
        return f"check ATTAIN_OIDC_URL: what it answers does not say {', '.join(sorted(needed))}"
    return "" if said["issuer"].rstrip("/") == url else f"set ATTAIN_OIDC_URL={said['issuer']}, as the provider does"
