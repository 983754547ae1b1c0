"""Plan documents.

1. Every sentence that is read of a plan is a clause, numbered once, and every example is worked.
2. What a worked example earns is calculated: it is what the kernel makes of it, whatever the example expects.
3. A plan that cannot be read has no document, and says why.
4. Texts of a plan stay texts in Markdown.
"""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from attain.questions.aloud import read_aloud
from attain.questions.document import document_file
from tests.docs.pages import ROOT

PLANS = sorted((ROOT / "examples").rglob("plans/*.yaml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_sentence_is_a_clause(path: Path) -> None:
    """1."""
    made = document_file(path)
    assert made.plan is not None, made.diagnostics
    clauses = [clause for part in made.parts for clause in part.clauses]
    said = [s for section in read_aloud(made.plan) if section.title != "examples" for s in section.sentences]
    assert [text for _, text in clauses] == said
    assert len({number for number, _ in clauses}) == len(clauses)
    assert [one.title for one in made.examples] == [str(example.title) for example in made.plan.examples]
    text = made.to_markdown()
    assert text == document_file(path).to_markdown()
    assert text.count("### Example") == len(made.examples)


def test_worked_examples_are_calculated(tmp_path: Path) -> None:
    """2. 5 % instead of 8 %: the example is the same, what it earns is not."""
    folder = ROOT / "examples" / "plans" / "account_executive"
    text = (folder / "plans" / "account_executive.yaml").read_text("utf-8")
    (tmp_path / "plans").mkdir()
    (tmp_path / "attain.yaml").write_text((folder / "attain.yaml").read_text("utf-8"), "utf-8")
    changed = tmp_path / "plans" / "account_executive.yaml"
    changed.write_text(text.replace("pay: 8%", "pay: 5%"), "utf-8")
    first = document_file(changed).examples[0]
    assert first.earned is not None
    # 70,000 at 5 %; 50,000 at 5 % and 30,000 at 12 %, and 2 % more of 80,000 for three years.
    expected = [Fraction(3500), Fraction(2500 + 3600 + 1600), Fraction(11200)]
    assert [Fraction(row[-1].replace(",", "")) for row in first.earned.rows] == expected


def test_a_plan_that_is_wrong_has_no_document(tmp_path: Path) -> None:
    """3."""
    (tmp_path / "attain.yaml").write_text("currency: USD\n", "utf-8")
    (tmp_path / "plan.yaml").write_text("plan: x\n", "utf-8")
    made = document_file(tmp_path / "plan.yaml")
    assert made.plan is None
    assert made.diagnostics


def test_texts_stay_texts(tmp_path: Path) -> None:
    """4."""
    text = PLANS[0].read_text("utf-8")
    folder = PLANS[0].parents[1]
    (tmp_path / "plans").mkdir()
    (tmp_path / "attain.yaml").write_text((folder / "attain.yaml").read_text("utf-8"), "utf-8")
    hostile = re.sub(r"title: [^\n]*", 'title: "*x* <script>alert(1)</script> [a](b) | c"', text, count=1)
    (tmp_path / "plans" / "one.yaml").write_text(hostile, "utf-8")
    shown = document_file(tmp_path / "plans" / "one.yaml").to_markdown()
    assert "# \\*x\\* &lt;script>alert(1)&lt;/script> \\[a](b) | c" in shown
