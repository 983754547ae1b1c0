"""What is told of a cancelled deal besides its amount: its age, where that decides, and the plan's reason."""

from collections.abc import Mapping

import polars as pl

from attain.earnings import Clawback
from attain.questions.explain.lines.deals import Columns
from attain.questions.explain.lines.walks import Walk
from attain.runs.crediting.decaying import AGE
from attain.runs.earning.due.holding import said


def aged(clawback: Clawback, row: Columns) -> str:
    """Say how old a deal was, where what goes back depends on it: ``, after 200 days``."""
    age = row.get(AGE)
    if clawback.decay is None or age is None:
        return ""
    return f", after {age} {clawback.decay.age if age != 1 else clawback.decay.age.removesuffix('s')}"


def reasons_of(walk: Walk) -> Mapping[int, str]:
    """Return the reason of each line that is cancelled, or takes one back, where the plan gives one."""
    clawback = walk.component.clawback
    if clawback is None or clawback.reason is None:
        return {}
    evaluator = walk.plan_run.evaluator(walk.name)
    rows = walk.standing.rows.filter(pl.col("is_back") | pl.col("cancelled_on").is_not_null())
    told = rows.select("line", reason=said(clawback.reason, rows, evaluator))
    return {line: text for line, text in told.iter_rows() if text}
