"""The Python API.

1. Frames and files of the same workspace give the same tables.
2. Every answer is shown as HTML that is well formed, whatever the texts say, and as text.
3. What is wrong is said as everywhere: with place, reason and fix; names that lead elsewhere are refused.
4. `import attain` loads nothing but itself.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

import attain
from tests.questions.whatif.workspace import DEALS, PLAN, SETTINGS, TIERS, opened

HOSTILE = "<script>alert(1)</script>"


def of_frames(plan: str = PLAN, owner: str = "Ana") -> attain.Workspace:
    deals = pl.read_csv(DEALS.replace(",Ana,", f",{owner},").encode())
    roster = pl.DataFrame({"payee": [owner, "Bo"], "title": ["Executive", "Executive"]})
    plans = {"sales.yaml": plan.replace("RATE", TIERS).replace("MODIFIERS", "")}
    return attain.of_frames(SETTINGS, plans, {"data/deals.csv": deals, "data/roster.csv": roster})


def well_formed(html: str) -> ET.Element:
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - our own text


def test_frames_are_read_as_files_are(tmp_path: Path) -> None:
    """1."""
    opened(tmp_path)
    files, frames = attain.read(tmp_path).calculate(), of_frames().calculate()
    for name in ("credits", "measures", "earnings", "payments"):
        assert getattr(files, name).equals(getattr(frames, name)), name


def test_every_answer_is_shown() -> None:
    """2."""
    workspace = of_frames(owner=HOSTILE)
    calculation = workspace.calculate()
    asking = calculation.what_if(HOSTILE)
    answers = [
        workspace,
        workspace.problems,
        workspace.plans,
        workspace.curve("sales", "commission"),
        calculation,
        calculation.explain(HOSTILE, "2026-03"),
        asking.ask(change={"B": {"amount": 10.5}}, remove=["C"]),
        asking.open_deals("stage = 'Offer'", {"stage": "Won"}),
        asking.goal("15000.00", "stage = 'Offer'", {"stage": "Won"}),
        calculation.backtest(PLAN.replace("RATE", TIERS).replace("MODIFIERS", ""), "2026"),
        calculation.diff(calculation),
        calculation.simulate("2027", "2026", scenarios=20),
    ]
    for answer in answers:
        shown = well_formed(answer._repr_html_())
        assert not list(shown.iter("script")), answer
        assert repr(answer)
    assert HOSTILE in "".join(well_formed(calculation._repr_html_()).itertext())


def test_an_unknown_deal_is_said_not_raised() -> None:
    """3."""
    found = of_frames().calculate().what_if("Ana").ask(remove=["Q"])
    assert [problem.code for problem in found.diagnostics] == ["WHAT201"]
    assert not list(found)


def test_problems_stop_a_calculation() -> None:
    """3."""
    workspace = of_frames(PLAN.replace("amount", "amuont"))
    with pytest.raises(attain.CannotCalculate, match="amuont") as caught:
        workspace.calculate()
    assert caught.value.diagnostics
    assert well_formed(caught.value._repr_html_()) is not None
    assert "error" in workspace.problems.frame["severity"].to_list()


@pytest.mark.parametrize("name", ["../deals.csv", "/x/deals.csv", "data/deals.exe", "."])
def test_no_frame_leaves_the_workspace(name: str) -> None:
    """3."""
    with pytest.raises(ValueError, match=r"leads out|neither"):
        attain.of_frames(SETTINGS, {}, {name: pl.DataFrame({"id": ["A"]})})


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda w: w.curve("sales", "bonus"), "sales.commission"),
        (lambda w: w.calculate().diff(w.calculate())["nothing"], "causes"),
        (lambda w: w.calculate().backtest("plan: x", "2026"), "plan.yaml"),
        (lambda w: w.calculate().simulate("2027-13", "2026"), "no period"),
    ],
)
def test_names_that_are_not_there_name_those_that_are(ask: Callable[[attain.Workspace], object], said: str) -> None:
    """3."""
    with pytest.raises((KeyError, ValueError), match=said):
        ask(of_frames())


def test_importing_attain_loads_no_room() -> None:
    """4."""
    told = "import sys, attain; print([m for m in sys.modules if m.startswith('attain.') or m == 'polars'])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
