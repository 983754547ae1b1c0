"""Texts in cells that no spreadsheet can take for a formula.

A spreadsheet that opens a CSV file runs what begins with ``=``, ``+``, ``-`` or ``@``, also after blanks, a tab or a
line break that it skips, also in full width, and also behind a ``;`` where it cuts the line there. An apostrophe before
such a text makes it a text. Numbers are written as numbers and are never touched.

>>> plain_text("=HYPERLINK(A1)"), plain_text("Acme = best"), plain_text("-5 % discount")
("'=HYPERLINK(A1)", 'Acme = best', "'-5 % discount")
>>> plain_text("x;=1+1")
"x;'=1+1"
"""

import re
import unicodedata

_STARTS = "=+-@"
# What a program may skip before a formula: blanks, breaks, controls, quotes, and characters that are not seen.
_SKIPPED = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\"`]*"
_CUTS = r"[;|,\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]"
_AFTER_A_CUT = re.compile(f"(?<={_CUTS})({_SKIPPED})(.)", re.DOTALL)
_AT_THE_START = re.compile(f"{_SKIPPED}(.)", re.DOTALL)


def is_like_formula(text: str) -> bool:
    """Say whether a program might take a text for a formula."""
    return plain_text(text) != text


def plain_text(text: str) -> str:
    """Return a text as a cell may hold it: with an apostrophe where a formula could begin."""
    made = _AFTER_A_CUT.sub(lambda found: f"{found[1]}'{found[2]}" if _starts(found[2]) else found[0], text)
    first = _AT_THE_START.match(text)
    return f"'{made}" if (first is not None and _starts(first[1])) or text[:1] in {"\t", "\r", "\n"} else made


def _starts(character: str) -> bool:
    """Whether a character begins a formula, also as one that looks like it or becomes it (＝, ﹢, −, ＠)."""
    plain = unicodedata.normalize("NFKC", character)
    return plain[:1] in _STARTS or character in _LOOK_ALIKES


_LOOK_ALIKES = frozenset("−–—‐‑‒﹣－⁻₋﹢＋⁺₊＝﹦⁼₌꞊═᐀＠﹫")
