"""The kinds of every room: the words a plan may use, each with the module that knows it.

A room with kinds lists them in its ``__init__`` as ``KINDS``, a mapping from the word in
a plan to the kind's module, to something defined in that module, or to the module's name.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

import attain


@dataclass(frozen=True, order=True)
class Kind:
    """A kind: its room, the word a plan uses, and the stem of its source file, which may lie in a sub-room."""

    room: str
    word: str
    module: str

    @property
    def source(self) -> Path:
        """The kind's file, from the folder that holds the package."""
        package = Path(attain.__path__[0])
        (found,) = (package / self.room).rglob(f"{self.module}.py")
        return found.relative_to(package.parent)

    @property
    def imported(self) -> str:
        """The kind's module as an import names it."""
        return ".".join(self.source.with_suffix("").parts)


def rooms() -> list[str]:
    """Return the names of the rooms that exist."""
    return sorted(found.name for found in pkgutil.iter_modules(attain.__path__))


def modules() -> Iterator[ModuleType]:
    """Import and yield every module of the package, so that every code and table is registered."""
    yield attain
    for found in pkgutil.walk_packages(attain.__path__, "attain."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def kinds() -> list[Kind]:
    """Return every kind of every room, sorted by room and word."""
    return sorted(kind for room in rooms() for kind in _kinds_of(room))


def _kinds_of(room: str) -> Iterator[Kind]:
    listed = getattr(importlib.import_module(f"attain.{room}"), "KINDS", {})
    for word, holder in cast("dict[str, object]", listed).items():
        yield Kind(room, str(word), _module_stem(holder))


def _module_stem(holder: object) -> str:
    """Return the stem of the file that a kind stands in.

    >>> import json.decoder
    >>> _module_stem(json.decoder), _module_stem(json.JSONDecoder), _module_stem("decoder")
    ('decoder', 'decoder', 'decoder')
    """
    if isinstance(holder, str):
        name = holder
    elif isinstance(holder, ModuleType):
        name = holder.__name__
    else:
        name = cast("str", getattr(holder, "__module__", type(holder).__module__))
    return name.rpartition(".")[2]
