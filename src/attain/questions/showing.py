"""Shows one plan: read aloud, with the pictures of its payout curves."""

from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap
from typing import Any

from attain.diagnostics import Diagnostic, has_errors
from attain.plans import Plan
from attain.questions.aloud import Section, read_aloud
from attain.questions.checking import plan_in_place
from attain.questions.curves import curves_of
from attain.questions.curves.as_blocks import as_blocks
from attain.questions.curves.picture import Picture, pictures_of

WIDTH = 100


@dataclass(frozen=True)
class Shown:
    """A plan to be shown.

    Attributes:
        plan: the plan; None where it cannot be read.
        diagnostics: why it cannot be read.
        sections: the plan read aloud.
        pictures: the curves that can be drawn.
        missing: why a component has none, by its name.
    """

    plan: Plan | None
    diagnostics: list[Diagnostic]
    sections: list[Section] = field(default_factory=list[Section])
    pictures: list[Picture] = field(default_factory=list[Picture])
    missing: dict[str, str] = field(default_factory=dict[str, str])

    def to_text(self) -> str:
        """Write the sentences under their titles, then the curves in block characters."""
        blocks = ["\n".join([s.title, *_indented(" ".join(s.sentences))]) for s in self.sections]
        blocks += [as_blocks(picture) for picture in self.pictures]
        blocks += [f"{name}: no curve is drawn, {why}" for name, why in self.missing.items()]
        return "\n\n".join(blocks)

    def to_json(self) -> dict[str, Any]:
        """Return sections and curves; numbers are exact, as texts."""
        return {
            "plan": str(self.plan.plan) if self.plan is not None else None,
            "sections": [{"title": s.title, "sentences": list(s.sentences)} for s in self.sections],
            "curves": [
                {
                    "title": p.title,
                    "measured": p.measured,
                    "paid": p.paid,
                    "ticks": [{"at": str(tick.at), "text": tick.text} for tick in p.ticks],
                    "points": [[str(x), str(y)] for x, y in p.points],
                }
                for p in self.pictures
            ],
            "missing": self.missing,
        }


def show_file(path: Path) -> Shown:
    """Read a plan with the workspace it lies in; its data files are not looked at."""
    around, found = plan_in_place(path)
    if around is None or has_errors(found):
        return Shown(None, found)
    pictures = [picture for name in around.plan.components for picture in pictures_of(around, name)]
    curves = {name: curves_of(around, name) for name in around.plan.components}
    missing = {name: one.missing for name, one in curves.items() if one.missing}
    return Shown(around.plan, found, read_aloud(around.plan), pictures, missing)


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in wrap(text, WIDTH - 2, break_long_words=False, break_on_hyphens=False)]
