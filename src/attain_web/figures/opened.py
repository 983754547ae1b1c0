"""Runs opened for questions: what was read and calculated, kept in memory for whoever asks next.

A run names all its inputs, so what was opened for one reader is right for every other. Nothing here is a second
calculation: it is the run itself, made again from what it named.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db import connections

from attain.questions.explain import Explainer
from attain.runs import Opened, Results, calculate_opened, open_workspace
from attain_web.actions.acting import ENGINE
from attain_web.actions.calculating.inputs import Inputs, inputs_of, known_at, pinned
from attain_web.actions.persons import last_erasure
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.kept import Kept
from attain_web.store.models import Run

MOST_KEPT, MOST_EXPLAINED = 6, 50


@dataclass(frozen=True)
class OpenedRun:
    """A run as it was read and calculated."""

    opened: Opened
    results: Results
    _explainers: Kept[str, Explainer] = field(default_factory=lambda: Kept(MOST_EXPLAINED), compare=False, repr=False)

    def explainer(self, payee_id: str) -> Explainer:
        """Explains the payments of a payee; prepared from their rows alone, because few people are asked about."""
        return self._explainers.found(payee_id, lambda: Explainer(self.opened, self.results, [payee_id]))


_KEPT: Kept[tuple[str, str, date | None, int], OpenedRun] = Kept(MOST_KEPT)


def newest_run() -> Run | None:
    """Return the run that was made last."""
    newest = Run.objects.using(ENGINE).order_by("-made_at").values_list("run_id", flat=True).first()
    return run_of(newest) if newest else None


def run_of(run_id: str) -> Run:
    """Return a run with its batch; a run never changes, so it is read once."""
    known = connections[ENGINE].settings_dict
    return _run(str(known["HOST"]), str(known["NAME"]), run_id)


@lru_cache(maxsize=256)
def _run(_host: str, _database: str, run_id: str) -> Run:
    return Run.objects.using(ENGINE).select_related("batch__config").defer("ground", "earned").get(pk=run_id)


def opened_run(workspace: Path, run: Run, as_of: date | None = None) -> OpenedRun:
    """Return a run opened for questions.

    Args:
        workspace: where it is.
        run: which.
        as_of: another day until which facts count, such as the end of a period for deals that are still open.
    """
    until = as_of or run.as_of
    key = (str(workspace.resolve()), run.run_id, until, last_erasure())
    return _KEPT.found(key, lambda: _opened(workspace, inputs_of(run), until))


def warm(workspace: Path) -> None:
    """Open the newest run beforehand, so that the first reader does not wait."""
    run = newest_run()
    if run is not None:
        stored_tables(workspace, run)
        opened_run(workspace, run)


def _opened(workspace: Path, inputs: Inputs, until: date | None) -> OpenedRun:
    with pinned(workspace, inputs) as folder:
        opened = open_workspace(folder, until, known_at(inputs.batch.batch_no))
    return OpenedRun(opened, calculate_opened(opened))
