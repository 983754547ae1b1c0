"""attain rollover: the plans of the next year as drafts, and its targets as a sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.actions.rollover.proposing import Proposal

Year = Annotated[
    str, typer.Argument(metavar="YEAR", help="The year that ends, such as 2026 or FY2026.", show_default=False)
]
Factor = Annotated[str, typer.Option("--factor", metavar="FACTOR", help="What targets are multiplied by.")]
RoundTo = Annotated[
    str, typer.Option("--round", metavar="UNIT", help="What targets are multiples of.", show_default="a cent, or one")
]
Continues = Annotated[bool, typer.Option("--continues", help="The plans go on with what was measured before.")]
Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="FILE", help="Write the target table with the next year into this new CSV file."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be proposed; save nothing.")]


def rollover(
    workspace: Workspace,
    year: Year,
    factor: Factor = "100%",
    round_to: RoundTo = "",
    continues: Continues = False,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Propose what follows a year: its plans as drafts, under their next name and days, and its targets as a sheet.

    Targets are in the store once the sheet is in the place of their file, and imported. A second time adds nothing.
    """
    with store_of(workspace) as folder:
        from attain_web.actions.rollover.proposing import Wish, propose_next_year
        from attain_web.actions.rollover.saving import roll_over_plans

        if sheet is not None and sheet.exists():
            stop(f"{sheet} is there already; name a new file")
        wish = Wish(year, factor, round_to, continues=continues)
        if dry_run:
            found = propose_next_year(folder, wish)
        else:
            found = roll_over_plans(folder, wish, acting_user=user_of(acting))
        if sheet is not None and found.sheet is not None:
            named = found.sheet.rename({name: found.headers[name] for name in found.sheet.columns})
            sheet.write_text(named.write_csv(), encoding="utf-8")
        say(_said(found), _lines(found, sheet, is_dry=dry_run), is_json=as_json)


def _said(found: "Proposal") -> dict[str, Any]:
    return {
        "year": found.years.new.name,
        "plans": [vars(one) for one in found.plans],
        "known": list(found.known),
        "targets": found.targets.rows.to_dicts() if found.targets is not None else [],
        "left": [vars(one) for one in found.left],
    }


def _lines(found: "Proposal", sheet: Path | None, *, is_dry: bool) -> list[str]:
    lines: list[str] = []
    for one in found.plans:
        lines.append(f"{one.plan} {'would follow' if is_dry else 'is a draft; it follows'} {one.follows}")
        if one.lines:
            lines.append(f"  look at lines {', '.join(map(str, one.lines))}: they still name {found.years.old.name}")
        lines += [f"  left out, because it does not hold: example '{title}'" for title in one.dropped]
    lines += [f"{name} was saved before" for name in found.known]
    if found.targets is not None:
        count = found.targets.rows.height
        where = f", in {sheet}" if sheet is not None and found.sheet is not None else ""
        lines.append(f"{count} target{'' if count == 1 else 's'} of {found.years.new.name}{where}")
    lines += [f"left: {one.name}: {one.why}; {one.fix}" for one in found.left]
    return lines
