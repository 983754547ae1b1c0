"""The author's text and where it stands, so that every problem points into it."""

from dataclasses import dataclass, field, replace

from attain.diagnostics import Code, Diagnostic, Place

SHOWN_CHARACTERS = 40


def shown(text: str) -> str:
    """Quote a piece of text for a message, on one line and cut when it is long.

    >>> shown("amount")
    "'amount'"
    >>> len(shown("x" * 5000))
    42
    """
    line = " ".join(text.split())
    if len(line) > SHOWN_CHARACTERS:
        line = line[: SHOWN_CHARACTERS - 1] + "…"
    return f"'{line}'"


@dataclass
class Source:
    """The text of one expression, its place, and the problems found so far."""

    text: str
    place: Place
    problems: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def place_of(self, at: int) -> Place:
        r"""Give the place of a character; a text over several lines is as it stands in the document.

        >>> str(Source("a + b", Place("ae.yaml", 8, 20)).place_of(4))
        'ae.yaml:8:24'
        >>> str(Source("a\n  + b", Place("ae.yaml", 8, 20)).place_of(6))
        'ae.yaml:9:5'
        """
        if not self.place.column:
            return self.place
        line_count = self.text.count("\n", 0, at)
        if not line_count:
            return replace(self.place, column=self.place.column + at)
        return replace(self.place, line=self.place.line + line_count, column=at - self.text.rfind("\n", 0, at))

    def report(self, code: Code, at: int, what: str, fix: str) -> None:
        """Add a problem at a character of the text."""
        self.problems.append(Diagnostic.of(code, self.place_of(at), what, fix))
