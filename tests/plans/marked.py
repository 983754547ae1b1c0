"""Plans with marks around the words that are wrong: ``to: ‹ownr›``.

A case gives the codes in the order of the marks; a problem has to stand exactly at the first character of its mark. A
word with two problems is marked twice: ``‹›‹receipts›``.
"""

import textwrap

from attain.diagnostics import Diagnostic
from attain.plans import read_plan
from tests.plans.workspaces import ROOT, read_workspace

HEAD = "plan: account_executive\ncurrency: USD\neffective: {from: 2026-01-01, before: 2027-01-01}\n"
OPEN, CLOSE = "‹", "›"
WORKSPACE = read_workspace(ROOT / "tests" / "diagnostics" / "workspace.yaml")

Spot = tuple[int, int]


def spots_of(marked: str) -> tuple[str, list[Spot]]:
    """Take the marks out of a text; return it with the line and column of each mark, counted from 1."""
    spots: list[Spot] = []
    lines: list[str] = []
    for number, line in enumerate(marked.split("\n"), start=1):
        rest, kept = line, ""
        while OPEN in rest:
            before, _, rest = rest.partition(OPEN)
            kept += before
            spots.append((number, len(kept) + 1))
            word, _, rest = rest.partition(CLOSE)
            kept += word
        lines.append(kept + rest)
    return "\n".join(lines), spots


def problems_in(text: str) -> list[Diagnostic]:
    """Read and check a plan written below the usual head."""
    plan, problems = read_plan(HEAD + text, "plan.yaml")
    return [*problems, *(WORKSPACE.problems(plan) if plan is not None else [])]


def check_marked(marked: str, *codes: str) -> list[Diagnostic]:
    """Check a marked plan: every mark is a problem with the code of the same position, and there are no others."""
    text, spots = spots_of(textwrap.dedent(marked))
    head_lines = HEAD.count("\n")
    wanted = [(code, line + head_lines, column) for code, (line, column) in zip(codes, spots, strict=True)]
    found = problems_in(text)
    assert [(d.code, d.where.line, d.where.column) for d in found] == wanted
    assert all(d.where.file == "plan.yaml" and d.what and d.why and d.fix for d in found)
    return found
