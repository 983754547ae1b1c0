"""A statement is one well-formed file that loads nothing, escapes everything and adds up to the payment."""

import re
from base64 import b64encode
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from attain.questions.explain import explain_all
from attain.statements import Explanation
from attain.statements.pages.statement_page import statement_page
from tests.statements.workspaces import HOSTILE, calculated, write_workspace

H = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Explanation]:
    made = calculated(write_workspace(tmp_path_factory.mktemp("page") / "workspace"))
    return {(e.person.payee_id, e.period_id): e for e in explain_all(*made)}


def root_of(page: str) -> ET.Element:
    return ET.fromstring(page)  # noqa: S314 - our own page


def text_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def money(text: str) -> Fraction:
    return Fraction(re.sub(r"[$,+]", "", text).replace("−", "-").replace("Why ", ""))


def test_every_page_is_well_formed_and_has_a_title(everything: dict[tuple[str, str], Explanation]) -> None:
    for explanation in everything.values():
        root = root_of(statement_page(explanation))
        assert explanation.period_id in (root.findtext(f"{H}head/{H}title") or "")


def test_a_page_loads_nothing(everything: dict[tuple[str, str], Explanation]) -> None:
    page = statement_page(everything["ana", "2026-03"])
    root = root_of(page)
    assert not [e.tag for e in root.iter() if e.tag.removeprefix(H) in {"script", "img", "iframe", "object", "base"}]
    links = [e.get(name) or "" for e in root.iter() for name in ("src", "href") if e.get(name)]
    assert all(link.startswith(("#", "data:,")) or re.fullmatch(r"[\w-]+\.html", link) for link in links)
    assert "http" not in page.replace("http://www.w3.org/1999/xhtml", "").replace("http-equiv", "")
    assert not [e for e in root.iter() if e.get("style")], "a strict policy allows no inline style"
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


def test_the_policy_allows_the_style_sheet_by_its_digest(everything: dict[tuple[str, str], Explanation]) -> None:
    root = root_of(statement_page(everything["ana", "2026-01"]))
    style = root.findtext(f"{H}head/{H}style") or ""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(m.get("content") or "" for m in root.iter(f"{H}meta") if m.get("http-equiv"))
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_names_that_mean_harm_are_text(everything: dict[tuple[str, str], Explanation]) -> None:
    for key in (("ana", "2026-01"), ("<eve>", "2026-01")):
        page = statement_page(everything[key])
        assert "<script>" not in page
        assert HOSTILE in text_of(root_of(page))


def test_the_lines_and_steps_of_the_page_add_up_to_the_payment(
    everything: dict[tuple[str, str], Explanation],
) -> None:
    for explanation in everything.values():
        root = root_of(statement_page(explanation))
        hero = next(e for e in root.iter(f"{H}p") if e.get("class") == "hero")
        assert money(text_of(hero).replace(" ", "")) == explanation.paid
        lines = [row for row in root.iter(f"{H}tr") if (row.get("id") or "").startswith("line-")]
        told = sum((money(text_of(row.findall(f"{H}td")[4])) for row in lines), Fraction(0))
        assert told == explanation.payment["earned"] - explanation.payment["clawed_back"]
        steps = _table(root, "From earned to payment")
        assert sum((money(text_of(row[-1])) for row in steps), Fraction(0)) == explanation.paid


def _table(root: ET.Element, caption: str) -> list[list[ET.Element]]:
    tables = [t for t in root.iter(f"{H}table") if (t.findtext(f"{H}caption") or "") == caption]
    rows = [row for row in tables[0].findall(f"{H}tbody/{H}tr") if row.get("class") != "trace"]
    return [list(row) for row in rows]


def test_the_chart_and_its_table_say_the_same(everything: dict[tuple[str, str], Explanation]) -> None:
    explanation = everything["ana", "2026-01"]
    root = root_of(statement_page(explanation))
    rows = {text_of(row[0]): money(text_of(row[1])) for row in _table(root, "From deals to payment")}
    deals = [worth for name, worth in rows.items() if not name.startswith(("Earned", "Held", "Payment"))]
    assert sum(deals, Fraction(0)) == explanation.payment["earned"]
    assert rows["Held"] == -explanation.payment["held"]


def test_every_number_opens_to_its_source_line_and_plan_line(everything: dict[tuple[str, str], Explanation]) -> None:
    explanation = everything["ana", "2026-02"]
    root = root_of(statement_page(explanation))
    rows = list(root.iter(f"{H}tr"))
    traces = {row.get("id"): rows[n + 1] for n, row in enumerate(rows) if (row.get("id") or "").startswith("line-")}
    assert traces
    for line in explanation.lines:
        if line.is_told and line.transaction_id is not None:
            said = text_of(traces[f"line-{line.number}"])
            assert f"data/deals.csv:{line.source_place.line}" in said
            assert f"plans/sales.yaml:{line.slices[0].place.line}" in said


def test_a_page_can_be_read_without_seeing_it(everything: dict[tuple[str, str], Explanation]) -> None:
    root = root_of(statement_page(everything["ana", "2026-03"]))
    assert root.get("lang") == "en"
    assert all(table.find(f"{H}caption") is not None for table in root.iter(f"{H}table"))
    headings = [int(e.tag[-1]) for e in root.iter() if re.fullmatch(r"h[1-6]", e.tag.removeprefix(H))]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    named = {e.get("aria-labelledby") for e in root.iter() if e.get("aria-labelledby")}
    assert named <= set(ids)
    drawings = [e for e in root.iter(f"{H}svg") if e.get("aria-hidden") != "true"]
    assert all(e.get("role") == "img" and e.get("aria-label") for e in drawings if not e.get("overflow"))


def test_the_choices_in_force_are_printed(everything: dict[tuple[str, str], Explanation]) -> None:
    page = text_of(root_of(statement_page(everything["ana", "2026-03"])))
    for words in ("half away from zero", "a value that equals a bound has reached it", "at its original rate",
                  "tops up to 3000", "carried to the next payment"):  # fmt: skip
        assert words in page
    assert "Preview: nothing is posted from a workspace" in page


def test_something_that_does_not_add_up_is_said_on_top(everything: dict[tuple[str, str], Explanation]) -> None:
    explanation = everything["ana", "2026-01"]
    first = explanation.checks[0]
    broken = replace(explanation, checks=(replace(first, left=first.right + 1), *explanation.checks[1:]))
    page = text_of(root_of(statement_page(broken)))
    assert "Something does not add up" in page
    assert "Differs by" in page
    assert "something does not add up" in broken.to_text()


def test_five_thousand_lines_are_grouped_and_the_chart_stays_short(
    everything: dict[tuple[str, str], Explanation],
) -> None:
    explanation = everything["ana", "2026-01"]
    part = explanation.components[0]
    line = part.lines[0]
    many = tuple(replace(line, number=n, transaction_id=f"D{n}", label="") for n in range(1, 5001))
    columns = {**explanation.payment.columns, "earned": line.earning_amount * 5000}
    payment = replace(explanation.payment, columns=columns)
    crowded = replace(explanation, components=(replace(part, lines=many),), payment=payment)
    root = root_of(statement_page(crowded))
    bars = [e for e in root.iter(f"{H}text") if e.get("y") == "266"]
    assert len(bars) <= 12
    assert "4992 more" in [text_of(bar) for bar in bars]
    groups = [e for e in root.iter(f"{H}details") if e.get("class") == "more"]
    assert [text_of(next(iter(e))) for e in groups] == ["6 Jan 2026, 5,000 lines$18,520,000.00"]
