"""The lines of an explanation: rows of the kernel read one by one, in fractions."""

from attain.questions.explain.lines.book import Book
from attain.questions.explain.lines.walks import Walk

__all__ = ["Book", "Walk"]
