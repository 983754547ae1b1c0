r"""A workspace that is about to be spoilt: its documents as trees, its tables as rows, everything else as bytes.

>>> draft = Draft.of({"plans/a.yaml": b"plan: a", "x.csv": b"id\r\n1\r\n", "y.gz": b"..."})
>>> draft.documents, draft.tables, draft.others
({'plans/a.yaml': {'plan': 'a'}}, {'x.csv': [['id'], ['1']]}, {'y.gz': b'...'})
"""

import csv
import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from ruamel.yaml import YAML

from tests.parity.yaml_text import dump

Files = dict[str, bytes]
Tree = dict | list | str
SETTINGS = "attain.yaml"


@dataclass
class Draft:
    """The files of a workspace, each in the form in which it is easiest to spoil.

    Attributes:
        documents: YAML files as mappings of plain texts.
        tables: CSV files as rows of texts, the header first.
        others: files that are neither.
    """

    documents: dict[str, dict] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    others: Files = field(default_factory=dict)

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> "Draft":
        """Read the files of a valid workspace."""
        draft = cls()
        for name, content in files.items():
            if name.endswith(".yaml"):
                draft.documents[name] = read_tree(content.decode())
            elif name.endswith(".csv"):
                draft.tables[name] = list(csv.reader(io.StringIO(content.decode())))
            else:
                draft.others[name] = content
        return draft

    def copy(self) -> "Draft":
        """Copy it, so that the original stays whole."""
        return deepcopy(self)

    @property
    def plans(self) -> list[str]:
        """The plans by file name."""
        return [name for name in self.documents if name != SETTINGS]

    def files(self) -> Files:
        """Write every file as a person could have written it."""
        # Half a character, which no file can hold, stands there as its escape.
        written = {name: dump(tree).encode("utf-8", "backslashreplace") for name, tree in self.documents.items()}
        return written | {name: _csv(rows) for name, rows in self.tables.items()} | dict(self.others)


def read_tree(text: str) -> dict:
    """Read YAML with every scalar as text."""
    return YAML(typ="base", pure=True).load(text)


def _csv(rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def spots(tree: Tree) -> Iterator[tuple[dict | list, str | int]]:
    """Every value of a tree, as its parent and the key or number it has there."""
    inner = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for key, value in inner:
        yield tree, key
        yield from spots(value)
