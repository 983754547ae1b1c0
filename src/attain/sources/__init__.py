"""Reading the outside world into typed, reconciled tables; the only room that opens files and connections."""

from attain.sources.config import WorkspaceConfig
from attain.sources.loading import load, read_sources
from attain.sources.pipeline import HistoryTable, KeptPipeline, LoadedPipeline, Loads, load_pipeline
from attain.sources.plain.given import from_rows, read_rows
from attain.sources.plain.kept import Kept, KeptTables, texts_of
from attain.sources.proposals.propose import Proposal, propose
from attain.sources.proposals.starting import init_workspace
from attain.sources.table import (
    KEPT_KEY,
    KNOWN_WITH,
    REJECTS,
    REVIEWS,
    SOURCE_FILE,
    SOURCE_LINE,
    Loaded,
    SourceSummary,
    SourceTable,
    Sums,
)
from attain.sources.workspace import plan_files, read_text, read_workspace

__all__ = [
    "KEPT_KEY",
    "KNOWN_WITH",
    "REJECTS",
    "REVIEWS",
    "SOURCE_FILE",
    "SOURCE_LINE",
    "HistoryTable",
    "Kept",
    "KeptPipeline",
    "KeptTables",
    "Loaded",
    "LoadedPipeline",
    "Loads",
    "Proposal",
    "SourceSummary",
    "SourceTable",
    "Sums",
    "WorkspaceConfig",
    "from_rows",
    "init_workspace",
    "load",
    "load_pipeline",
    "plan_files",
    "propose",
    "read_rows",
    "read_sources",
    "read_text",
    "read_workspace",
    "texts_of",
]
