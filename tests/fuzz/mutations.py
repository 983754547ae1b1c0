"""Spoils a valid workspace, the same way for the same seed.

Half of the cases are spoilt in what they say (documents that stay YAML, tables and files of rows), the others in how
they are written.
"""

from dataclasses import dataclass
from hashlib import sha256
from random import Random

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.fuzz.document_mutations import DOCUMENT_MUTATIONS
from tests.fuzz.drafts import Files
from tests.fuzz.starts import start, start_names
from tests.fuzz.table_mutations import TABLE_MUTATIONS, spoil_file
from tests.fuzz.text_mutations import spoil_text

TEXT_SHARE = 0.5
TABLE_SHARE = 0.3
FILE_SHARE = 0.15
CHANGES = (1, 1, 2, 2, 4)
_ATTEMPTS = 5


@dataclass(frozen=True)
class Mutant:
    """A spoilt workspace.

    Attributes:
        start: the valid workspace that it was.
        changes: what was done to it.
    """

    seed: int
    start: str
    changes: tuple[str, ...]
    files: Files

    @property
    def plan(self) -> str:
        """The first plan, if there is one."""
        return next((name for name in sorted(self.files) if name.startswith("plans/")), "")


def mutant(seed: int) -> Mutant:
    """Make the spoilt workspace of a seed."""
    dice = Random(seed)  # noqa: S311 - a test that repeats itself
    name = _start_of(seed)
    draft = start(name).copy()
    is_text = dice.random() < TEXT_SHARE
    done: list[str] = []
    for _ in range(0 if is_text else dice.choice(CHANGES)):
        kind = TABLE_MUTATIONS if dice.random() < TABLE_SHARE else DOCUMENT_MUTATIONS
        for _ in range(_ATTEMPTS):
            change = dice.choice(kind)
            if change(draft, dice):
                done.append(change.__name__)
                break
    files = draft.files()
    if is_text:
        files = spoil_text(files, dice)
        done.append("spoil_text")
    elif dice.random() < FILE_SHARE:
        files = spoil_file(files, dice)
        done.append("spoil_file")
    return Mutant(seed, name, tuple(done), files)


def _start_of(seed: int) -> str:
    """Choose the workspace of a seed so that few seeds change when one is added."""
    return max(start_names(), key=lambda name: sha256(f"{seed} {name}".encode()).digest())


def is_yaml(files: Files) -> bool:
    """Whether every document is still YAML, whatever it says."""
    try:
        for name, content in files.items():
            if name.endswith(".yaml"):
                YAML(typ="base", pure=True).compose(content.decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return False
    return True
