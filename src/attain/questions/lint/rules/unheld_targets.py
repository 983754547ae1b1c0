"""Targets that nothing reads, and targets that nobody has: without an amount, and without a row in the target table."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.questions.lint.context import Context
from attain.questions.lint.problems import UNHELD_TARGET
from attain.questions.lint.texts import expressions_of


def unheld_targets(context: Context) -> Iterator[Diagnostic]:
    """Find targets that are declared and do nothing."""
    read = {name for written in expressions_of(context.plan) for name in written.names}
    read |= {str(measure.against) for measure in context.around.measures.values() if measure.against is not None}
    for name, rule in context.plan.targets.items():
        place = context.plan.key_place("targets", name)
        if name not in read:
            what = f"nothing reads the target '{name}'"
            fix = "name it in 'against' or 'of', or remove it"
            yield Diagnostic.of(UNHELD_TARGET, place, what, fix)
        elif rule.target_amount is None and context.run is not None:
            rows = context.run.target_table.rows
            if all(row.target != name for row in rows):
                what = f"'{name}' has no amount, and the target table has no row for it"
                fix = "add 'amount' for everybody, or rows to the target table"
                yield Diagnostic.of(UNHELD_TARGET, place, what, fix)
