"""attain dispute attach, evidence, match, what-if: what stands behind a dispute."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Period, Workspace, say, store_of, user_of

DisputeId = Annotated[str, typer.Argument(metavar="DISPUTE", help="Such as D-3.", show_default=False)]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file that shows it.", show_default=False)]
Digest = Annotated[str, typer.Option("--file", metavar="DIGEST", help="Which file, to be written out.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where to.")]
Set = Annotated[
    list[str],
    typer.Option("--set", metavar="SOURCE/ID.COLUMN=TEXT", help="What a row would say.", show_default=False),
]


def attach(workspace: Workspace, dispute_id: DisputeId, file: File, acting: As = None, as_json: Json = False) -> None:
    """Add a file to a dispute."""
    if not file.is_file():
        stop(f"there is no file '{file}'")
    with store_of(workspace):
        from attain_web.actions.closing.claims.evidence import attach_evidence

        made = attach_evidence(dispute_id, file.name, file.read_bytes(), acting_user=user_of(acting))
        said = {"dispute": dispute_id, "file": made.name, "digest": made.digest, "bytes": made.byte_count}
        say(said, [f"{made.name} is attached to {dispute_id}: {made.digest[:12]}"], is_json=as_json)


def evidence(
    workspace: Workspace,
    dispute_id: DisputeId,
    digest: Digest = "",
    out: Out = None,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """List the files of a dispute, or write one of them out."""
    with store_of(workspace):
        from attain_web.actions.closing.claims.evidence import evidence_content, evidence_of
        from attain_web.actions.closing.files.whole import write_whole

        if digest:
            name, content = evidence_content(dispute_id, digest, viewer=user_of(acting))
            target = out or Path(name)
            write_whole(target, content)
            say({"file": str(target)}, [f"written to {target}"], is_json=as_json)
            return
        found = evidence_of(dispute_id, viewer=user_of(acting))
        lines = [f"{one.digest[:12]}  {one.name}, {one.byte_count:,} bytes, by {one.written_by}" for one in found]
        say([vars(one) for one in found], lines or [f"{dispute_id} has no file"], is_json=as_json)


def match(workspace: Workspace, dispute_id: DisputeId, acting: As = None, as_json: Json = False) -> None:
    """Match the deals that a dispute names against facts and credits."""
    with store_of(workspace):
        from attain_web.actions.closing.claims.missing import matched_deals

        found = matched_deals(dispute_id, viewer=user_of(acting))
        lines = [
            f"{one.transaction_id}: {one.state.replace('_', ' ')}"
            + (f" in {one.source}" if one.source else "")
            + (f", to {', '.join(one.payees)}" if one.payees else "")
            + (f" and {one.hidden_count} others" if one.hidden_count else "")
            for one in found
        ]
        say([vars(one) for one in found], lines or ["no deal is named that is known"], is_json=as_json)


def what_if(workspace: Workspace, period: Period, corrections: Set, acting: As = None, as_json: Json = False) -> None:
    """Say what a correction would change, for everyone whom you may see; nothing is kept."""
    with store_of(workspace) as folder:
        from attain.cli.printing import money
        from attain.money import minor_digits
        from attain_web.actions.closing.claims.counterfactual import Correction, would_change

        asked: list[Correction] = []
        for text in corrections:
            where, _, said = text.partition("=")
            source, _, cell = where.partition("/")
            key, _, column = cell.rpartition(".")
            if not (source and key and column):
                stop(f"'{text}' is no correction; write it like deals/D1.amount=1500")
            asked.append(Correction(source, key, column, said))
        found = would_change(folder, period, asked, viewer=user_of(acting))
        rows = [vars(one) for one in found.touched]
        lines = [
            f"{one.payee_id} {one.period_id}: "
            + " instead of ".join(money(m, minor_digits(one.currency)) for m in (one.after, one.before))
            + f" {one.currency}"
            for one in found.touched
        ]
        if found.hidden_count:
            lines.append(f"and {found.hidden_count} whom you may not see")
        said = {"touched": rows, "hidden": found.hidden_count}
        say(said, lines or ["nobody would be paid anything else"], is_json=as_json)
