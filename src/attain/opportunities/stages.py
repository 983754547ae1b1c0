"""The map of stages: in which order they come, and whether a deal in each is open, won or lost.

>>> found = StageMap.of({}, ["Closed Won", "Prospecting", "Legal"])
>>> [(stage.name, stage.outcome) for stage in found.stages]
[('Prospecting', 'open'), ('Legal', 'open'), ('Closed Won', 'won')]

A declared map is complete: a stage that it does not name is a problem. Only Closed Won and Closed Lost (of HubSpot,
closedwon and closedlost) always mean what they say. Without a map, stages are read by their names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.opportunities.table import PROBABILITY_SCALE
from attain.sources.config import ForecastCategory, Outcome, StageConfig

_STANDARD: tuple[tuple[str, Outcome, int], ...] = (
    ("Prospecting", "open", 10),
    ("appointmentscheduled", "open", 20),
    ("Investigation", "open", 20),
    ("Qualification", "open", 10),
    ("qualifiedtobuy", "open", 40),
    ("Needs Analysis", "open", 20),
    ("Value Proposition", "open", 50),
    ("presentationscheduled", "open", 60),
    ("Id. Decision Makers", "open", 60),
    ("Perception Analysis", "open", 70),
    ("decisionmakerboughtin", "open", 80),
    ("Proposal Made", "open", 50),
    ("Proposal/Price Quote", "open", 75),
    ("contractsent", "open", 90),
    ("Negotiation", "open", 75),
    ("Negotiation/Review", "open", 90),
    ("Qualify", "open", 10),
    ("Develop", "open", 30),
    ("Propose", "open", 60),
    ("Close", "open", 80),
)
_ALWAYS: tuple[tuple[str, Outcome], ...] = (
    ("Closed Won", "won"),
    ("Closed Lost", "lost"),
    ("closedwon", "won"),
    ("closedlost", "lost"),
)
_WON = re.compile(r"\bwon\b|closedwon", re.IGNORECASE)
_LOST = re.compile(r"\blost\b|closedlost|disqualified|abandoned", re.IGNORECASE)


@dataclass(frozen=True)
class Stage:
    """A stage.

    Attributes:
        probability: how likely a deal in it is won, as declared or as the CRM's default has it.
        category: its category in forecasts, where one is declared.
    """

    name: str
    outcome: Outcome
    probability: Fraction | None = None
    category: ForecastCategory | None = None


@dataclass(frozen=True)
class StageMap:
    """Stages in order, and whether attain.yaml declares them."""

    stages: tuple[Stage, ...]
    is_declared: bool

    @classmethod
    def of(cls, declared: Mapping[str, StageConfig], found: Iterable[str]) -> "StageMap":
        """Make the map of a workspace.

        Args:
            declared: the map of attain.yaml, in order; empty where there is none.
            found: the names of stages in the tables.
        """
        if declared:
            stages = [_declared(name, config) for name, config in declared.items()]
            taken = {stage.name for stage in stages}
            stages += [_closed(name, outcome) for name, outcome in _ALWAYS if name not in taken]
            return cls(tuple(stages), is_declared=True)
        order = {_plain(name): at for at, (name, _, _) in enumerate(_STANDARD)}
        named = sorted(set(found), key=lambda name: (_rank(name), order.get(_plain(name), len(order)), name))
        return cls(tuple(_by_name(name) for name in named), is_declared=False)

    @property
    def frame(self) -> pl.DataFrame:
        """One row per stage: stage, stage_order (Int64, from 1), stage_outcome, stage_probability, stage_category."""
        scale = 10**PROBABILITY_SCALE
        rows = [
            (s.name, at, s.outcome, None if s.probability is None else int(s.probability * scale), s.category)
            for at, s in enumerate(self.stages, 1)
        ]
        schema = {
            "stage": pl.String,
            "stage_order": pl.Int64,
            "stage_outcome": pl.String,
            "stage_probability": pl.Int64,
            "stage_category": pl.String,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def open_names(self) -> list[str]:
        """The stages of open deals, in order."""
        return [stage.name for stage in self.stages if stage.outcome == "open"]


def _declared(name: str, config: StageConfig) -> Stage:
    probability = None if config.probability is None else config.probability.value
    if config.outcome != "open":
        return _closed(name, config.outcome)
    return Stage(str(name), config.outcome, probability, config.category)


def _closed(name: str, outcome: Outcome) -> Stage:
    won = outcome == "won"
    return Stage(str(name), outcome, Fraction(1 if won else 0), "closed" if won else "omitted")


def _by_name(name: str) -> Stage:
    outcome = _outcome(name)
    if outcome != "open":
        return _closed(name, outcome)
    plain = _plain(name)
    usual = next((percent for known, _, percent in _STANDARD if _plain(known) == plain), None)
    return Stage(name, outcome, None if usual is None else Fraction(usual, 100))


def _plain(name: str) -> str:
    """Return the letters of a stage's name, without its number and the pipeline that HubSpot writes behind it.

    >>> _plain("Contract Sent (Sales Pipeline)") == _plain("contractsent"), _plain("2-Develop")
    (True, 'develop')
    """
    without = re.sub(r"^[0-9]+\s*[-.)]\s*|\s*\([^()]*\)$", "", name)
    return re.sub(r"[^a-z0-9]", "", without.lower())


def _outcome(name: str) -> Outcome:
    return "won" if _WON.search(name) else "lost" if _LOST.search(name) else "open"


def _rank(name: str) -> int:
    return ("open", "won", "lost").index(_outcome(name))
