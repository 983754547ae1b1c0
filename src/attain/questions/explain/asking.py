"""Whom and what an explanation is asked for; names that do not exist are answered with the nearest ones."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from attain.runs.calculate import Results


class NothingToExplain(LookupError):
    """The payee or the period is unknown, or the question is about two payments at once."""


def check_asked(results: Results, known: Iterable[str], payee_ids: Sequence[str], period_ids: Sequence[str]) -> None:
    """Make sure that payees are in the roster and that periods are pay periods.

    Raises:
        NothingToExplain: one of them is not, or nothing was calculated.
    """
    if not results.tables:
        raise NothingToExplain("nothing was calculated: the workspace has errors; run 'attain check'")
    payees = sorted(known)
    for payee_id in (payee_id for payee_id in payee_ids if payee_id not in payees):
        raise NothingToExplain(f"there is no payee '{payee_id}' in the roster; {near(payee_id, payees)}")
    periods = _pay_periods(results)
    for period_id in (period_id for period_id in period_ids if period_id not in periods):
        windows = results.tables["periods"]["period_id"].to_list()
        what = "is not a pay period" if period_id in windows else "is not a period"
        raise NothingToExplain(f"'{period_id}' {what}; {near(period_id, periods)}")


def _pay_periods(results: Results) -> list[str]:
    frames = [run.timeline.pay_periods.periods for run in results.runs.values()]
    return pl.concat(frames).unique().sort("starts_on")["period_id"].to_list()


def near(asked: str, names: list[str]) -> str:
    """Say which known name was meant, or which there are."""
    same = [name for name in names if _plain(name) == _plain(asked)]
    near = same or get_close_matches(asked, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(names[:5])
    return f"there are {shown}" + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _plain(name: str) -> str:
    """A name without its capitals and leading zeros: ``2026-1`` is meant for ``2026-01``."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", name.casefold())


def one_currency(found: list[str], payee_id: str, period_id: str, asked: str | None) -> str | None:
    """Choose the currency of a payment; None when the payee has no payment in the period.

    Raises:
        NothingToExplain: there are several and none was asked for, or not the one asked for.
    """
    if asked is not None and asked not in found:
        listed = ", ".join(found) or "nothing"
        raise NothingToExplain(f"{payee_id} is not paid in {asked} in {period_id}, but in {listed}")
    if asked is None and len(found) > 1:
        raise NothingToExplain(f"{payee_id} is paid in {' and '.join(found)} in {period_id}; ask for one currency")
    return asked or (found[0] if found else None)
