"""What a matrix is made of: its dimensions, its nested pays, and the bands of its measures."""

from attain.rates.grids.axes import Axis
from attain.rates.grids.cells import Cells
from attain.rates.grids.dimensions import Dimension

__all__ = ["Axis", "Cells", "Dimension"]
