"""Diagnostics as text for people and as JSON for programs."""

import json
from collections.abc import Iterable, Sequence

from attain.diagnostics.diagnostic import Diagnostic, in_order


def render_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Render each as three lines: place, code and what; why; fix."""
    return "\n".join(_block(d) for d in in_order(diagnostics))


def _block(d: Diagnostic) -> str:
    mark = "" if d.severity == "error" else f" ({d.severity})"
    return f"{d.where}  {d.code}{mark}  {d.what}\n    why:  {d.why}\n    fix:  {d.fix}"


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Render as a JSON array, in order of place."""
    return json.dumps([_record(d) for d in in_order(diagnostics)], ensure_ascii=False, indent=2)


def _record(d: Diagnostic) -> dict[str, object]:
    record: dict[str, object] = {"code": d.code, "severity": d.severity}
    record |= {"file": d.where.file, "line": d.where.line, "column": d.where.column, "detail": d.where.detail}
    record |= {"what": d.what, "why": d.why, "fix": d.fix, "more": f"docs/reference/diagnostics/{d.code}.md"}
    return record


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count by severity in words: ``2 errors, 1 note``.

    >>> summary([])
    'no problems'
    """
    counts = {s: sum(d.severity == s for d in diagnostics) for s in ("error", "warning", "note")}
    parts = [f"{n} {s}{'' if n == 1 else 's'}" for s, n in counts.items() if n]
    return ", ".join(parts) or "no problems"
