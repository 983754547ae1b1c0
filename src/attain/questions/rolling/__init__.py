"""A year rolled over: the texts of next year's plans, and the rows of next year's targets, as proposals."""

from attain.questions.rolling.rows import Growth, LeftOut, NextRows, next_rows
from attain.questions.rolling.texts import NextText, next_name, next_text, without_examples
from attain.questions.rolling.years import Years, years_of

__all__ = [
    "Growth",
    "LeftOut",
    "NextRows",
    "NextText",
    "Years",
    "next_name",
    "next_rows",
    "next_text",
    "without_examples",
    "years_of",
]
