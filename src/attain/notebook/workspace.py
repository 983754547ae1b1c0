"""A workspace in a notebook: a folder that is read, or texts and frames that are taken for one."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path, PurePosixPath

import polars as pl

from attain.diagnostics import Diagnostic, render_text
from attain.notebook.answer import Curve
from attain.notebook.calculation import Calculation
from attain.notebook.shown import Shown
from attain.questions.aloud import read_aloud
from attain.questions.checking import Checked, check_opened, surroundings_of
from attain.questions.curves import curves_of
from attain.questions.curves.picture import pictures_of
from attain.runs import Opened, open_workspace


class CannotCalculate(ValueError):
    """A workspace has problems: each with its place, what, why and how to fix it."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(render_text(diagnostics))
        self.diagnostics = diagnostics

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


@dataclass(frozen=True, repr=False)
class Workspace:
    """Settings, plans and data, read and not yet calculated."""

    opened: Opened

    @cached_property
    def checked(self) -> Checked:
        """Everything that was checked: plans, data, the plans' own examples, a calculation on trial."""
        return check_opened(self.opened)

    @property
    def problems(self) -> Shown:
        """Every problem and note: where, what, how to fix it."""
        columns = ("severity", "code", "where", "what", "fix")
        rows = [(d.severity, d.code, str(d.where), d.what, d.fix) for d in self.checked.diagnostics]
        return Shown("problems and notes", pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row"))

    @property
    def plans(self) -> Shown:
        """The plans, read aloud."""
        rows = [
            (str(plan.plan), section.title, " ".join(section.sentences))
            for plan in self.opened.plans
            for section in read_aloud(plan)
        ]
        columns = ["plan_id", "about", "rule"]
        return Shown("plans, read aloud", pl.DataFrame(rows, schema=columns, orient="row"))

    def calculate(self) -> Calculation:
        """Calculate every plan.

        Raises:
            CannotCalculate: there are errors; nothing is calculated until they are fixed.
        """
        if self.checked.results is None or not self.checked.is_usable:
            raise CannotCalculate(self.checked.diagnostics)
        return Calculation(self.opened, self.checked.results)

    def curve(self, plan: str, component: str) -> Curve:
        """Return the payout curves of a component, or why it has none.

        Raises:
            KeyError: there is no such plan or component.
        """
        for around in surroundings_of(self.opened, self.opened.plans):
            if str(around.plan.plan) == plan and component in around.plan.components:
                return Curve(tuple(pictures_of(around, component)), curves_of(around, component).missing)
        known = [f"{one.plan}.{name}" for one in self.opened.plans for name in one.components]
        raise KeyError(f"there is no component '{plan}.{component}'; there are {', '.join(known)}")

    def _repr_html_(self) -> str:
        return self._tables.to_html()

    def __repr__(self) -> str:
        return repr(self._tables)

    @property
    def _tables(self) -> Shown:
        rows = [(s.name, s.rows_in, s.rows_accepted, s.rows_rejected) for s in self.opened.loaded.reconciliation]
        columns = {"table": pl.String, "rows": pl.Int64, "accepted": pl.Int64, "rejected": pl.Int64}
        named = ", ".join(str(plan.plan) for plan in self.opened.plans)
        return Shown(f"workspace with plans {named}", pl.DataFrame(rows, schema=columns, orient="row"))


def read(folder: str | Path, *, as_of: date | None = None) -> Workspace:
    """Read a workspace's folder.

    Args:
        folder: the one that holds ``attain.yaml``.
        as_of: nothing dated later is known.
    """
    return Workspace(open_workspace(Path(folder), as_of))


def of_frames(
    settings: str, plans: Mapping[str, str], frames: Mapping[str, pl.DataFrame], *, as_of: date | None = None
) -> Workspace:
    """Take texts and frames for a workspace: they are read by the same rules as files, and checked as strictly.

    Args:
        settings: the text of ``attain.yaml``; its ``file`` keys name the frames.
        plans: the text of each plan, by name.
        frames: a frame for every file that the settings name, such as ``{"deals.parquet": deals}``. Numbers are taken
            as they are written: 0.1 is a tenth.
        as_of: nothing dated later is known.

    Raises:
        ValueError: a frame is named by a path that leads elsewhere, or by no .csv or .parquet file.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "plans").mkdir()
        (folder / "attain.yaml").write_text(settings, "utf-8")
        for name, text in plans.items():
            _inside(folder / "plans", f"{PurePosixPath(name).stem}.yaml").write_text(text, "utf-8")
        for name, frame in frames.items():
            _put(frame, _inside(folder, name))
        return Workspace(open_workspace(folder, as_of))


def _put(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.with_columns(pl.selectors.float().cast(pl.String)).write_parquet(path)
    elif path.suffix == ".csv":
        frame.write_csv(path)
    else:
        raise ValueError(f"'{path.name}' is neither .parquet nor .csv; name the frame by one of them")


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path == folder.resolve():
        raise ValueError(f"'{name}' leads out of the workspace; name a file in it")
    return path
