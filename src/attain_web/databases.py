"""The connections of the application: one per role, to the embedded PostgreSQL or to one of yours."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from attain_web.store.embedded import ROLES, Secrets
from attain_web.store.embedded.cluster import VAR

ENGINE = "django.db.backends.postgresql"
# No statement is limited, because a long import is one; waiting for what somebody else holds is, and holding it while
# doing nothing. An action may wait for a long calculation; a page and its session wait for nothing of the kind.
SECONDS_FOR_LOCKS = {"default": 60}
SECONDS_FOR_ACTIONS = 1_800
SECONDS_IDLE = 7_200
ALIASES = {"default": "attain_app", "owner": "attain_owner", "engine": "attain_engine", "audit": "attain_audit"}


def databases_of(url: str, workspace: Path) -> dict[str, dict[str, Any]]:
    """Return Django's ``DATABASES``: an alias for each role, and ``default``, which is the application's.

    Args:
        url: of your PostgreSQL (15 or later), empty for the embedded one.
        workspace: whose embedded PostgreSQL is meant.

    Raises:
        ValueError: the URL is not one of PostgreSQL.
    """
    if url:
        return {alias: _of_url(url, alias) for alias in ALIASES}
    secrets = Secrets.read(workspace.resolve() / VAR)
    if secrets is None:
        return {}
    return {alias: _of_cluster(secrets, alias) for alias in ALIASES}


def _limits(alias: str) -> str:
    """Return what ends a wait that would go on for ever, and a transaction that nobody goes on with."""
    locks = SECONDS_FOR_LOCKS.get(alias, SECONDS_FOR_ACTIONS)
    return f"-c lock_timeout={locks}s -c idle_in_transaction_session_timeout={SECONDS_IDLE}s"


def _of_cluster(secrets: Secrets, alias: str) -> dict[str, Any]:
    role = ALIASES[alias]
    return {
        "ENGINE": ENGINE,
        "NAME": secrets.database,
        "USER": role,
        "PASSWORD": secrets.passwords[role],
        "HOST": str(secrets.socket),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"connect_timeout": 10, "options": _limits(alias)},
    }


def _of_url(url: str, alias: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        message = "DATABASE_URL must look like postgresql://user:password@host:5432/database"
        raise ValueError(message)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    given = options.pop("options", "")  # of two that differ the last counts
    said = f"{_limits(alias)} {given} -c role={ALIASES[alias]}"
    return {
        "ENGINE": ENGINE,
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"connect_timeout": 10, **options, "options": said},
    }


assert set(ROLES) == set(ALIASES.values()), "a connection for every role"
