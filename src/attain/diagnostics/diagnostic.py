"""One problem at one place.

>>> from attain.diagnostics.codes import Code
>>> late = Code("RATE201", "Tiers are not in order", "two rates would apply, or none")
>>> Diagnostic.of(late, Place("plans/ae.yaml", 41, 20), "90% comes after 100%", "reorder the tiers").code
'RATE201'
"""

from collections.abc import Iterable
from dataclasses import dataclass

from attain.diagnostics.codes import Code, Severity


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file, and a line and column counted from 1 (0 means the whole file)."""

    file: str
    line: int = 0
    column: int = 0
    detail: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f":{self.line}"
        if self.column:
            where += f":{self.column}"
        return f"{where} ({self.detail})" if self.detail else where


@dataclass(frozen=True)
class Diagnostic:
    """A problem: code, severity, place, what was read, why it matters, and the fix.

    ``where`` is the place; ``what`` names the values read; ``fix`` is an instruction. ``payees`` are those it touches,
    where that is known; ``accepted`` is the plan's own reason to leave it as it is.
    """

    code: str
    severity: Severity
    where: Place
    what: str
    why: str
    fix: str
    payees: tuple[str, ...] = ()
    accepted: str = ""

    @classmethod
    def of(cls, code: Code, where: Place, what: str, fix: str, *, why: str = "") -> "Diagnostic":
        """Make a diagnostic of a registered code; ``why`` defaults to the code's own."""
        return cls(code.name, code.severity, where, what, why or code.why, fix)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then code; a problem found twice is kept once."""
    unique = dict.fromkeys(diagnostics)
    return sorted(unique, key=lambda d: (d.where, d.code, d.what))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any of them stops a run."""
    return any(d.severity == "error" for d in diagnostics)
