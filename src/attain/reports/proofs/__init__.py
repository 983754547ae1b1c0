"""Statements that prove themselves: a signed file with all that one payment reads, calculated again anywhere."""

from attain.reports.proofs.proof import CannotProve, Proof, prove_payment, read_proof, recalculated

__all__ = ["CannotProve", "Proof", "prove_payment", "read_proof", "recalculated"]
