"""Small lines of blocks that show how a number went.

>>> sparkline([1, 5, 3]), sparkline([]), sparkline([0, 0])
('▁█▅', '', '▁▁')
"""

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None]) -> str:
    """Draw values from their lowest to their highest; a value that is not known is a dot."""
    known = [value for value in values if value is not None]
    if not known:
        return "·" * len(values)
    low, high = min(known), max(known)
    spread = high - low
    drawn = ["·" if v is None else _BLOCKS[round((v - low) * 7 / spread) if spread else 0] for v in values]
    return "".join(drawn)
