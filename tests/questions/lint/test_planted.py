"""Every planted fault is found, at its line, and nothing else is."""

from pathlib import Path

import pytest

from attain.diagnostics import CODES
from attain.questions.lint import problems
from tests.questions.lint.planting import PLANTED, faults_in, findings_in


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_planted_fault_is_found_at_its_line(path: Path) -> None:
    text = path.read_text("utf-8")
    faults, found = faults_in(text), findings_in(text)
    assert faults, "a planted plan marks its fault"
    assert [(d.code, d.where.line) for d in found] == [(fault.code, fault.line) for fault in faults]
    for fault, diagnostic in zip(faults, found, strict=True):
        assert fault.said in diagnostic.what
        assert diagnostic.severity != "error"
        assert diagnostic.where.column


def test_every_finding_is_planted() -> None:
    planted = {fault.code for path in PLANTED for fault in faults_in(path.read_text("utf-8"))}
    ours = {code.name for code in vars(problems).values() if hasattr(code, "severity")}
    assert planted >= ours
    assert {CODES[name].severity for name in ours} <= {"note", "warning"}
    assert len(PLANTED) >= 30
