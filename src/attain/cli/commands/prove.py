"""attain prove: calculate a signed statement again, without the database it comes from."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, stop

File = Annotated[Path, typer.Argument(metavar="FILE", help="A proof, as 'attain proof' writes it.", show_default=False)]
Key = Annotated[Path, typer.Option("--key", help="The public key of whoever signed it, as PEM.", show_default=False)]


def prove(file: File, key: Key) -> None:
    """Check the signature of a statement's proof and calculate it again; a changed byte or another cent fails."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from attain.cli.printing import money, say
    from attain.money import minor_digits
    from attain.reports.proofs import CannotProve, read_proof, recalculated

    for path in (file, key):
        if not path.is_file():
            stop(f"there is no file '{path}'")
    try:
        public = load_pem_public_key(key.read_bytes())
    except ValueError:
        stop(f"'{key}' is no public key")
    if not isinstance(public, Ed25519PublicKey):
        stop(f"'{key}' is no Ed25519 key")
    try:
        proof = read_proof(file.read_text(encoding="utf-8", errors="replace"), public)
        found = recalculated(proof)
    except CannotProve as error:
        typer.echo(f"attain: {error}", err=True)
        raise typer.Exit(PROBLEMS) from None
    said = proof.said
    if found != said["payments"]:
        typer.echo(
            f"attain: this version of the engine calculates {found}; the proof says {said['payments']}", err=True
        )
        raise typer.Exit(PROBLEMS)
    for row in found:
        worth = money(row["paid"], minor_digits(row["currency"]))
        say(f"{said['payee_id']} in {said['period_id']}: {worth} {row['currency']}, signed and calculated again")
    for one in said["by_hand"]:
        worth = money(one["decided_amount"], minor_digits(one["currency"]))
        say(f"  besides by hand, {one['decision_id']}: {one['kind']} of {worth} {one['currency']}")
