"""Shadow: an export beside what was calculated.

1. Of ten kinds of difference injected into an export of 5,000 lines, at least 99 % of each kind are classed right.
2. Lines without an injected difference are equal, to the cent.
3. An export that cannot be compared says why; payees whom nobody knows are named.
"""

import csv
import random
from pathlib import Path

import polars as pl
import pytest

from attain.questions.shadow import Columns, read_export, shadow
from attain.questions.shadow.matching import Shadow
from attain.runs import Opened, Results
from tests.questions.shadow.injecting import INJECTIONS, Line, workspace

COLUMNS = Columns("payee", "deal", "amount", "period", "currency")
EACH = 50
SHARES = {True: "70", False: "30"}


def exported(results: Results, opened: Opened) -> list[Line]:
    """Write what was calculated as another tool would."""
    assert opened.facts is not None
    owners = dict(opened.facts.sources["deals"].frame.select("id", "owner").iter_rows())
    listed = results.tables["credits"].select("payee_id", "transaction_id", "credit_amount").iter_rows()
    credited = {(payee, deal): minor for payee, deal, minor in listed}
    lines: list[Line] = []
    columns = ["payee_id", "transaction_id", "period_id", "earning_amount"]
    for payee, deal, period, cents in results.tables["earnings"].select(columns).iter_rows():
        line = {"payee": payee, "deal": deal, "period": period, "currency": "USD"}
        line |= {"amount": f"{cents // 100}.{cents % 100:02}", "credit": str(credited[payee, deal])}
        lines.append(line | {"share": SHARES[owners[deal] == payee]})
    return lines


def written(folder: Path, lines: list[Line]) -> Path:
    file = folder / "export.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["payee", "deal", "period", "currency", "amount"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
    return file


def judged(folder: Path, deal_count: int, each: int, seed: int) -> dict[str, tuple[int, int]]:
    """Inject differences and count, per kind, how many there are and how many are classed right."""
    dice = random.Random(seed)  # noqa: S311 -- cases must come back with their seed
    opened, results = workspace(folder, deal_count, dice)
    lines = exported(results, opened)
    deals = dice.sample(sorted({line["deal"] for line in lines}), each * len(INJECTIONS))
    chosen = {deal: list(INJECTIONS)[n % len(INJECTIONS)] for n, deal in enumerate(deals)}
    made: list[Line] = []
    expected: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for line in lines:
        kind = chosen.get(line["deal"])
        if kind is None or line["deal"] in seen:
            made.append(line)
            continue
        seen.add(line["deal"])
        new = INJECTIONS[kind](line, dice)
        made += new
        key = new[-1] if new and kind in {"extra", "unknown payee"} else line
        expected[key["payee"], key["deal"]] = kind
    frame, found = read_export(written(folder, made), COLUMNS, 2)
    assert frame is not None, found
    compared = shadow(opened, results, frame)
    classes = {
        (payee, deal): kind for payee, deal, kind in compared.lines.select("payee_id", "deal", "class").iter_rows()
    }
    wrong = [key for key, kind in classes.items() if key not in expected and kind != "equal"]
    assert not wrong, [(key, classes[key]) for key in wrong[:5]]
    tally = {kind: [0, 0] for kind in INJECTIONS}
    for key, kind in expected.items():
        tally[kind][0] += 1
        tally[kind][1] += classes.get(key) == kind
    return {kind: (count, right) for kind, (count, right) in tally.items()}


def test_ten_kinds_of_difference_are_classed(tmp_path: Path) -> None:
    """1, 2."""
    tally = judged(tmp_path, 2500, EACH, seed=1)
    assert all(count == EACH for count, _ in tally.values())
    assert {kind: right for kind, (count, right) in tally.items() if right * 100 < count * 99} == {}


@pytest.fixture
def small(tmp_path: Path) -> tuple[Opened, Results]:
    return workspace(tmp_path, 20, random.Random(2))  # noqa: S311 -- cases must come back with their seed


def compared(small: tuple[Opened, Results], folder: Path, lines: list[Line]) -> Shadow:
    frame, found = read_export(written(folder, lines), COLUMNS, 2)
    assert frame is not None, found
    return shadow(*small, frame)


def test_the_same_lines_are_equal(small: tuple[Opened, Results], tmp_path: Path) -> None:
    """2."""
    found = compared(small, tmp_path, exported(small[1], small[0]))
    assert found.classes.rows() == [("equal", 40, 0)]


def test_other_shares_scales_and_what_nothing_explains(small: tuple[Opened, Results], tmp_path: Path) -> None:
    """2. Shares exchanged, an amount in thousands, and an amount that no rule gives."""
    lines = exported(small[1], small[0])
    deal = lines[0]["deal"]
    one, other = (line for line in lines if line["deal"] == deal)
    one["amount"], other["amount"] = other["amount"], one["amount"]
    third, fourth = [line for line in lines if line["deal"] != deal][:2]
    third["amount"] = f"{float(third['amount']) * 100:.2f}"
    fourth["amount"] = "0.77"
    kinds = dict(compared(small, tmp_path, lines).classes.select("class", "line_count").iter_rows())
    assert kinds == {"equal": 36, "credit": 2, "scale": 1, "unexplained": 1}


def test_strangers_are_named(small: tuple[Opened, Results], tmp_path: Path) -> None:
    """3."""
    lines = exported(small[1], small[0])
    lines[0]["payee"] = "Nobody"
    found = compared(small, tmp_path, lines)
    assert [problem.code for problem in found.diagnostics] == ["SHAD201"]
    assert "Nobody" in found.diagnostics[0].what
    assert "unknown payee" in found.lines["class"].to_list()


def test_an_export_that_cannot_be_read_says_why(small: tuple[Opened, Results], tmp_path: Path) -> None:
    """3."""
    lines = exported(small[1], small[0])
    frame, found = read_export(written(tmp_path, lines), Columns("who", "deal", "amount"), 2)
    assert frame is None
    assert "who" in found[0].what
    lines[3]["amount"] = "much"
    frame, found = read_export(written(tmp_path, lines), COLUMNS, 2)
    assert frame is None
    assert found[0].where.line == 5
    empty = pl.DataFrame(schema={"payee_id": pl.String, "deal": pl.String, "theirs": pl.Int64})
    assert [problem.code for problem in shadow(*small, empty).diagnostics] == ["SHAD202"]
