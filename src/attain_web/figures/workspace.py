"""The workspace as it is known now: its name, its day, what its tracker asks, and the names of its people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from attain.documents import read_yaml, validate
from attain.questions.whatif import Won
from attain.sources.config import CONFIG_FILE, WorkspaceConfig
from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.actions.calculating.inputs import known_at
from attain_web.actions.persons import last_erasure
from attain_web.store.models import Batch
from attain_web.store.once import once


@dataclass(frozen=True)
class WorkspaceNow:
    """The workspace by its newest batch.

    Attributes:
        folder: where it is.
        name, currency: as attain.yaml says.
        today: the day that counts as today: the one that attain.yaml names, or today in its time zone.
        is_demo: whether one click signs in.
        won: which deals are open, and what makes one won; None without a tracker.
        batch_no, loaded_at: the newest batch; 0 and None without one.
        names: of people, by payee and by user.
        titles: of payees.
    """

    folder: Path
    name: str
    currency: str
    today: date
    is_demo: bool
    won: Won | None = None
    batch_no: int = 0
    loaded_at: datetime | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])


def workspace_now(folder: Path) -> WorkspaceNow:
    """Return the workspace as its newest batch has it; without one as its attain.yaml stands in the folder."""
    return once(("workspace", folder), lambda: _workspace_now(folder))


def _workspace_now(folder: Path) -> WorkspaceNow:
    newest = _newest()
    config = config_of(newest.config.files[CONFIG_FILE] if newest else _text_in(folder))
    users = dict(Account.objects.exclude(name="").values_list("username", "name"))
    people = _people(str(folder), newest.batch_no, last_erasure()) if newest else ({}, {})
    today = config.today if config else None
    tracker = config.tracker if config else None
    return WorkspaceNow(
        folder=folder,
        name=(str(config.name) if config else "") or folder.resolve().name,
        currency=str(config.currency) if config else "",
        today=today or day_in(str(config.time_zone) if config else "UTC"),
        is_demo=bool(config and config.demo),
        won=Won(str(tracker.source), str(tracker.open), {str(k): str(v) for k, v in tracker.won.items()})
        if tracker
        else None,
        batch_no=newest.batch_no if newest else 0,
        loaded_at=newest.loaded_at if newest else None,
        names=users | people[0],
        titles=people[1],
    )


def day_in(time_zone: str) -> date:
    """Return the day that it is in a time zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def config_of_now(folder: Path) -> WorkspaceConfig | None:
    """Return the attain.yaml of the newest batch; without one as it stands in the folder."""
    newest = _newest()
    return config_of(newest.config.files[CONFIG_FILE] if newest else _text_in(folder))


def _newest() -> Batch | None:
    return Batch.objects.using(ENGINE).select_related("config").order_by("-batch_no").first()


@lru_cache(maxsize=8)
def config_of(text: str) -> WorkspaceConfig | None:
    """Read the text of an attain.yaml; None when it cannot be read."""
    node, _ = read_yaml(text, CONFIG_FILE)
    config, _ = validate(WorkspaceConfig, node, CONFIG_FILE) if node is not None else (None, [])
    return config


def _text_in(folder: Path) -> str:
    file = folder / CONFIG_FILE
    return file.read_text(encoding="utf-8-sig") if file.is_file() else ""


@lru_cache(maxsize=8)
def _people(folder: str, batch_no: int, erasure_no: int) -> tuple[dict[str, str], dict[str, str]]:
    """Names and titles of payees by the roster of a batch, the latest row of each, without whom was erased."""
    del folder, erasure_no  # a process may turn from one workspace to another
    roster = known_at(batch_no).tables.get("roster")
    if roster is None:
        return {}, {}
    texts = roster.texts
    for column in ("name", "title", "from"):
        if column not in texts.columns:
            texts = texts.with_columns(pl.lit(None, pl.String).alias(column))
    rows = texts.sort("from", nulls_last=False).unique("payee", keep="last").select("payee", "name", "title")
    names = {payee: name for payee, name, _ in rows.iter_rows() if name}
    return names, {payee: title or "" for payee, _, title in rows.iter_rows()}
