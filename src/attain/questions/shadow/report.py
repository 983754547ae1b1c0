"""A shadow run, told as text and JSON."""

from typing import Any

import polars as pl

from attain.diagnostics import render_text
from attain.diagnostics.render import as_json
from attain.questions.amounts import money, table
from attain.questions.shadow.matching import Shadow

SHOWN = 50


def to_text(found: Shadow, digits: int) -> str:
    """Write how many lines are of each class, then the lines that differ.

    Args:
        found: the comparison.
        digits: decimal digits of its amounts.
    """
    parts = [render_text(found.diagnostics)] if found.diagnostics else []
    if found.is_usable:
        rows = [(name, f"{count:,}", money(minor, digits)) for name, count, minor in found.classes.iter_rows()]
        parts.append(table(("class", "lines", "difference"), rows, text_column_count=1))
        parts.append(_lines(found, digits))
    return "\n\n".join(part for part in parts if part)


def to_json(found: Shadow) -> dict[str, Any]:
    """Return the classes and every line that differs; amounts in minor units."""
    return {
        "classes": found.classes.to_dicts(),
        "lines": found.lines.filter(pl.col("class") != "equal").to_dicts(),
        "diagnostics": [as_json(problem) for problem in found.diagnostics],
    }


def _lines(found: Shadow, digits: int) -> str:
    lines = found.lines.filter(pl.col("class") != "equal").sort(
        "class", pl.col("difference").abs(), "payee_id", "deal", descending=[False, True, False, False]
    )
    if lines.is_empty():
        return "every line is equal"
    rows = [
        (r["payee_id"], r["deal"], r["class"], r["why"], *(money(r[c], digits) for c in ("ours", "theirs")))
        for r in lines.head(SHOWN).iter_rows(named=True)
    ]
    shown = table(("payee", "deal", "class", "why", "ours", "theirs"), rows, text_column_count=4)
    more = lines.height - SHOWN
    return f"{shown}\nand {more:,} more lines; --format json has all of them" if more > 0 else shown
