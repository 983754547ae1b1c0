"""Diagnostics as text for people and as JSON for programs."""

import json
from collections.abc import Iterable, Sequence

from attain.diagnostics.diagnostic import Diagnostic, in_order

_MOST_NAMED = 5


def render_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Render each as three lines: place, code and what; why; fix; then whom it touches, and why it is accepted."""
    return "\n".join(_block(d) for d in in_order(diagnostics))


def _block(d: Diagnostic) -> str:
    mark = "" if d.severity == "error" else f" ({d.severity})"
    mark = f" ({d.severity}, accepted)" if d.accepted else mark
    lines = [f"{d.where}  {d.code}{mark}  {d.what}", f"    why:  {d.why}", f"    fix:  {d.fix}"]
    lines += [f"    who:  {_who(d.payees)}"] if d.payees else []
    return "\n".join([*lines, *([f"    accepted:  {d.accepted}"] if d.accepted else [])])


def _who(payees: Sequence[str]) -> str:
    """Name the first payees, and count the others.

    >>> _who(["Ana", "Bo"]), _who([str(n) for n in range(1, 9)])
    ('2 payees: Ana, Bo', '8 payees: 1, 2, 3, 4, 5 and 3 more')
    """
    more = f" and {len(payees) - _MOST_NAMED} more" if len(payees) > _MOST_NAMED else ""
    counted = "1 payee" if len(payees) == 1 else f"{len(payees)} payees"
    return f"{counted}: {', '.join(payees[:_MOST_NAMED])}{more}"


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Render as a JSON array, in order of place."""
    return json.dumps([as_json(d) for d in in_order(diagnostics)], ensure_ascii=False, indent=2)


def as_json(d: Diagnostic) -> dict[str, object]:
    """Return one diagnostic for JSON."""
    record: dict[str, object] = {"code": d.code, "severity": d.severity}
    record |= {"file": d.where.file, "line": d.where.line, "column": d.where.column, "detail": d.where.detail}
    record |= {"what": d.what, "why": d.why, "fix": d.fix, "more": f"docs/reference/diagnostics/{d.code}.md"}
    return record | {"payees": list(d.payees), "accepted": d.accepted or None}


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count by severity in words: ``2 errors, 1 note``; what a plan accepts is counted apart.

    >>> summary([])
    'no problems'
    """
    open_ones = [d for d in diagnostics if not d.accepted]
    counts = {s: sum(d.severity == s for d in open_ones) for s in ("error", "warning", "note")}
    parts = [f"{n} {s}{'' if n == 1 else 's'}" for s, n in counts.items() if n]
    parts += [f"{len(diagnostics) - len(open_ones)} accepted"] if len(open_ones) < len(diagnostics) else []
    return ", ".join(parts) or "no problems"
