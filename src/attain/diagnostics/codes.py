"""The register of diagnostic codes: each room registers its own, the reference lists them all.

A code is a room prefix of four letters and three digits, such as ``RATE201``.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Code:
    """A kind of problem.

    Attributes:
        name: room prefix and number, such as ``RATE201``.
        title: the problem in one short sentence, without values.
        why: why it matters to somebody's pay.
        severity: ``error`` stops the run, ``warning`` and ``note`` do not.
    """

    name: str
    title: str
    why: str
    severity: Severity = "error"


CODES: dict[str, Code] = {}


def register(name: str, title: str, why: str, severity: Severity = "error") -> Code:
    """Add a code to the register and return it.

    Raises:
        ValueError: the name is taken.
    """
    if name in CODES:
        raise ValueError(f"{name} is registered twice")
    CODES[name] = Code(name, title, why, severity)
    return CODES[name]
