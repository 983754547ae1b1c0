"""Shadow: Attain run beside a spreadsheet or another tool, line by line, with every difference named."""

from attain.questions.shadow.export import Columns, read_export
from attain.questions.shadow.matching import Shadow, shadow

__all__ = ["Columns", "Shadow", "read_export", "shadow"]
