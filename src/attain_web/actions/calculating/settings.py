"""What attain.yaml says, as it was loaded with a batch."""

from functools import lru_cache

from attain.documents import read_yaml, validate
from attain.sources.closing import ClosingConfig
from attain.sources.config import CONFIG_FILE, WorkspaceConfig
from attain_web.store.models import Batch


def settings_of(batch: Batch) -> WorkspaceConfig | None:
    """Return the attain.yaml of a batch; None when it cannot be read any more."""
    return _read(batch.config.files[CONFIG_FILE])


def closing_settings(batch: Batch) -> ClosingConfig:
    """Return what the approval of a period waits for, by the attain.yaml of a batch."""
    found = settings_of(batch)
    return found.closing if found is not None else ClosingConfig()


@lru_cache(maxsize=8)
def _read(text: str) -> WorkspaceConfig | None:
    node, _ = read_yaml(text, CONFIG_FILE)
    config, _ = validate(WorkspaceConfig, node, CONFIG_FILE) if node is not None else (None, [])
    return config
