"""A plan read aloud, in sentences."""

from attain.questions.aloud.reading import Section, read_aloud

__all__ = ["Section", "read_aloud"]
