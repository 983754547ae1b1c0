"""The pipeline of a store for the commands of ``attain``: joined through the entry points ``attain.pipelines``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import store_of, user_of

if TYPE_CHECKING:
    from attain.runs.pipeline import OpenedPipeline

STORE = "var"


def kept_pipeline(folder: Path, batch_no: int | None) -> "OpenedPipeline | None":
    """Open the pipeline as known at a batch, the last one by default; None where no store keeps deals."""
    is_own = bool(os.environ.get("DATABASE_URL"))
    if not is_own and not (folder / STORE).is_dir():
        return None
    with store_of(folder) as workspace:
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.selling.loading import newest_batch, open_kept
        from attain_web.figures.selling.said import with_forecasts

        if is_own:
            refuse_unless_sees_everybody(user_of(None), "the deals of everybody")
        opened = open_kept(workspace, batch_no)
        last = newest_batch()
        if opened is None and last is not None and batch_no is not None and batch_no > last.batch_no:
            stop(f"there is no batch {batch_no}; the last one is {last.batch_no}")
        return opened if opened is None else with_forecasts(opened)
