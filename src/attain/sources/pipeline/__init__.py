"""Tables of deals: opportunities with their history, and what surrounds them; read by the names that CRMs give."""

from attain.sources.pipeline.kept import KeptPipeline, Loads
from attain.sources.pipeline.loading import HistoryTable, LoadedPipeline, load_pipeline

__all__ = ["HistoryTable", "KeptPipeline", "LoadedPipeline", "Loads", "load_pipeline"]
