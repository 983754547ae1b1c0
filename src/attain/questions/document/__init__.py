"""Document: a plan as numbered clauses with worked examples, written from its rules."""

from attain.questions.document.writing import PlanDocument, document_file

__all__ = ["PlanDocument", "document_file"]
