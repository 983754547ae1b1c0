"""Say once what many rows have in common, naming the first of them."""

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place

_MOST_NAMED = 3

_OF_SEVERAL = {"has": "have", "is": "are", "closes": "close"}


def listed(code: Code, file: str, rows: pl.DataFrame, say: tuple[str, str]) -> list[Diagnostic]:
    """Make one problem of rows that share it.

    Args:
        code: the problem.
        file: where the rows stand.
        rows: with ``source_line`` and the deal's id as ``id``, ``opportunity`` or ``opportunity_id``.
        say: what is said of one of them, such as ``has no owner``, and what to do.

    >>> rows = pl.DataFrame({"opportunity_id": ["A", "B"], "source_line": [7, 3]})
    >>> from attain.opportunities.problems import NO_OWNER
    >>> found = listed(NO_OWNER, "data/deals.csv", rows, ("has no owner", "name one"))
    >>> str(found[0].where), found[0].what
    ('data/deals.csv:3', '2 deals have no owner, such as B')
    """
    what, fix = say
    if not rows.height:
        return []
    ids = next(name for name in ("opportunity_id", "opportunity", "id") if name in rows.columns)
    ordered = rows.sort("source_line", nulls_last=True)
    names = [str(name) for name in ordered[ids].unique(maintain_order=True).to_list()]
    lines = ordered["source_line"].drop_nulls()
    place = Place(file, int(lines[0]) if len(lines) else 0)
    if len(names) == 1:
        return [Diagnostic.of(code, place, f"{names[0]} {what}", fix)]
    shown = ", ".join(names[:1] if len(names) <= _MOST_NAMED else names[:_MOST_NAMED])
    verb, _, rest = what.partition(" ")
    said = f"{_OF_SEVERAL[verb]} {rest}" if verb in _OF_SEVERAL else f"each: {what}"
    return [Diagnostic.of(code, place, f"{len(names):,} deals {said}, such as {shown}", fix)]
