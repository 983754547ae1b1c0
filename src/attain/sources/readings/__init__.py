"""Cells read as numbers, dates and words: exactly, or refused with the reason."""
