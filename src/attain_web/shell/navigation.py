"""Where each role goes: the sections of the side bar, and the tabs of a narrow screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """An entry: the name of its route, its words and its icon."""

    route: str
    words: str
    icon: str


@dataclass(frozen=True)
class Section:
    """Entries under a heading, for whoever has one of some roles."""

    heading: str
    roles: frozenset[str]
    links: tuple[Link, ...]


SECTIONS = (
    Section(
        "Pay",
        frozenset({"payee"}),
        (
            Link("payee:home", "Home", "home"),
            Link("payee:tracker", "Tracker", "target"),
            Link("payee:statements", "Statements", "statement"),
            Link("payee:what-if", "What-if", "sliders"),
            Link("payee:disputes", "My disputes", "speech"),
        ),
    ),
)


def sections_for(roles: frozenset[str]) -> list[Section]:
    """Return the sections that somebody with some roles sees, in order."""
    return [section for section in SECTIONS if section.roles & roles]


def home_of(roles: frozenset[str]) -> str:
    """Return the route where somebody begins; their first entry."""
    mine = sections_for(roles)
    first = next((s for s in mine if s.heading != "Pay"), mine[0] if mine else None)
    return first.links[0].route if first else "nothing"
