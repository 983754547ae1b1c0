"""The pipeline's tables as a store keeps them, known at a batch: every load of the deals, and the others as they stood.

A store that loads the deals again and again knows their past without any export of it: what a load says otherwise than
the load before changed in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from attain.sources.pipeline.columns import FIELD_CHANGES, STATE
from attain.sources.pipeline.spreading import NEW, OLD
from attain.sources.plain.kept import Kept
from attain.sources.specs import ColumnSpec
from attain.sources.table import SourceTable

DEALS, LINES, HISTORY = "opportunities", "product_lines", "history"


@dataclass(frozen=True)
class KeptPipeline:
    """The tables of a pipeline as known at a batch, by name; a history is ``history 1`` or a later number.

    Attributes:
        tables: of ``opportunities`` and ``product_lines`` every version with its batch and key, in order of both; of
            the others the rows that stood.
        gone: for these two ``key`` and ``batch`` of rows that a batch took out.
        taken: when the rows of each batch were taken, by batch in its order.
        deal_loads: the batches with which deals were loaded, in order.
        batch_no: the batch.
        loaded_at: when it was loaded.
    """

    tables: Mapping[str, Kept]
    gone: Mapping[str, pl.DataFrame]
    taken: Mapping[int, datetime]
    deal_loads: tuple[int, ...]
    batch_no: int
    loaded_at: datetime


@dataclass(frozen=True)
class Loads:
    """Every load of the deals.

    Attributes:
        deals: each version of each deal's row, with ``known_with`` and ``kept_key``.
        lines: each version of each product line; None without any.
        gone: by table ``key`` and ``batch`` of rows that a batch took out.
        taken: when the rows of each batch were taken.
        deal_loads: the batches with which deals were loaded, in order.
        batch_no, loaded_at: the last batch that is known.
    """

    deals: SourceTable
    lines: SourceTable | None
    gone: Mapping[str, pl.DataFrame]
    taken: Mapping[int, datetime]
    deal_loads: tuple[int, ...]
    batch_no: int
    loaded_at: datetime

    @property
    def is_history(self) -> bool:
        """Whether deals were loaded more than once, so that the past is told of."""
        return len(self.deal_loads) > 1


def kept_fields(kept: Kept) -> tuple[ColumnSpec, ...]:
    """Return the columns of a history of single fields, which is kept with old and new columns for each field."""
    state = {column.name: column for column in STATE}
    sides = {side + name: column for name, column in state.items() for side in (OLD, NEW)}
    found = [
        ColumnSpec(name, sides[name].kind, is_required=False, may_lack=True)
        for name in kept.texts.columns
        if name in sides
    ]
    return (*FIELD_CHANGES[:2], *found, ColumnSpec("field", "text"))
