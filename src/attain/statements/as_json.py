"""An explanation as JSON: payment, components, lines, slices, targets, choices and checks.

Every number is a text with its exact decimal (``"11747.99"``), or ``"a/b"`` where the decimal has no end; money is in
whole units of ``currency``; every place is ``file:line``.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from attain.diagnostics import Place
from attain.statements.exchange import ExchangePart, ExchangeStep
from attain.statements.figures import Figures, exact_text
from attain.statements.line import Change, CreditPart, Line, Move, Part, Slice
from attain.statements.model import ComponentPart, DrawPart, MeasurePart, PaymentPart, TargetPart
from attain.statements.units import Read

if TYPE_CHECKING:
    from attain.statements.explanation import Explanation

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def json_of(explanation: "Explanation") -> dict[str, Json]:
    """Write an explanation as a JSON object."""
    e, figures = explanation, Figures(explanation.currency)
    return {
        **_head(e),
        "payment": _payment(e.payment),
        "components": [_component(c, figures) for c in e.components],
        "draw": _draw(e.payment.draw) if e.payment.draw is not None else None,
        "targets": [_target(t) for t in e.targets],
        "choices": [
            {"name": c.name, "value": c.value, "plan_place": place(c.place), "is_default": c.is_default}
            for c in e.choices
        ],
        "sources": [
            {
                "source": s.name,
                "file": s.file,
                "rows_in": s.rows_in,
                "rows_accepted": s.rows_accepted,
                "rows_rejected": s.rows_rejected,
            }
            for s in e.sources
        ],
        "checks": [
            {"name": c.name, "left": exact_text(c.left), "right": exact_text(c.right), "holds": c.holds}
            for c in e.checks
        ],
        "holds": e.holds,
    }


def _head(e: "Explanation") -> dict[str, Json]:
    """Whom, when, by which plans and as known on which day."""
    person = e.person
    return {
        "workspace": e.workspace,
        "payee": {
            "payee_id": person.payee_id,
            "name": person.name,
            "title": person.title,
            "roster_place": place(person.place),
        },
        "period": {
            "period_id": e.period_id,
            "starts_on": e.starts_on.isoformat(),
            "ends_before": e.ends_before.isoformat(),
        },
        "currency": e.currency,
        "as_of": e.as_of.isoformat() if e.as_of else None,
        "is_preview": True,
        "plans": [{"plan": p.plan_id, "title": p.title, "plan_place": place(p.place)} for p in e.plans],
    }


def place(where: Place | None) -> str | None:
    """Write a place as ``file:line``; None for nowhere.

    >>> place(Place("plans/ae.yaml", 41, 20)), place(Place(""))
    ('plans/ae.yaml:41', None)
    """
    if where is None or not where.file:
        return None
    return f"{where.file}:{where.line}" if where.line else where.file


def _number(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _payment(payment: PaymentPart) -> dict[str, Json]:
    columns: dict[str, Json] = {name: exact_text(value) for name, value in payment.columns.items()}
    steps: list[Json] = [
        {
            "step": s.key,
            "title": s.title,
            "adds": exact_text(s.adds),
            "arithmetic": s.arithmetic,
            "plan_place": place(s.place),
        }
        for s in payment.steps
    ]
    return {**columns, "identity": identity(payment), "steps": steps}


_IDENTITY = (
    *(("opening_balance", "+"), ("earned", "+"), ("held", "-"), ("released", "+"), ("clawed_back", "-")),
    *(("clawback_deferred", "+"), ("clawback_recovered", "-"), ("fx_difference", "+"), ("guarantee_paid", "+")),
    *(("draw_paid", "+"), ("draw_recovered", "-"), ("forfeited", "-"), ("adjusted", "+"), ("paid", "-")),
)


def identity(payment: PaymentPart) -> str:
    """Write the identity of a payments row with its numbers."""
    signs = [f"{sign} {name} {exact_text(payment[name])}" for name, sign in _IDENTITY]
    return f"closing_balance {exact_text(payment['closing_balance'])} = {' '.join(signs).removeprefix('+ ')}"


def _component(part: ComponentPart, figures: Figures) -> dict[str, Json]:
    return {
        "plan": part.plan_id,
        "component": part.component_id,
        "title": part.title,
        "rule": part.rule,
        "plan_place": place(part.place),
        "rate_place": place(part.rate_place),
        "currency": part.currency,
        "earned": exact_text(part.earned),
        "earned_in_payment": exact_text(part.pay_earned),
        "measures": [_measure(m, figures) for m in part.measures],
        "lines": [_line(line, figures) for line in part.lines],
        "released_from_earlier": [_released(one) for one in part.released],
    }


def _measure(measure: MeasurePart, figures: Figures) -> dict[str, Json]:
    return {
        "measure": measure.measure_id,
        "owner": measure.owner_id,
        "period_id": measure.period_id,
        "per": measure.per,
        "unit": measure.unit.currency or measure.unit.kind,
        "before_period": _number(measure.opening),
        "taken_over": _number(measure.taken_over),
        "measured": _number(measure.listed_value),
        "measured_exact": _number(measure.value),
        "target": _number(measure.target.value) if measure.target is not None else None,
        "target_place": measure.target.written_at if measure.target is not None else None,
        "attainment": figures.share(measure.attainment) if measure.attainment is not None else None,
        "credits": len(measure.credits),
        "plan_place": place(measure.place),
    }


def _line(line: Line, figures: Figures) -> dict[str, Json]:
    return {
        "line": line.number,
        "transaction": line.transaction_id,
        "label": line.label or None,
        "source": line.source,
        "source_file": line.source_place.file or None,
        "source_line": line.source_place.line or None,
        "source_values": [_read(read) for read in line.reads],
        "credit": _credit(line.credit) if line.credit is not None else None,
        "measure": _move(line.move, figures) if line.move is not None else None,
        "slices": [_slice(one) for one in line.slices],
        "modifiers": [_change(change) for change in line.changes],
        "exact_amount": exact_text(line.exact_amount),
        "rounded_amount": exact_text(line.rounded_amount),
        "running_total_before": exact_text(line.running_before),
        "stood_before": exact_text(line.stood_before),
        "earning_amount": exact_text(line.earning_amount),
        "earned_on": line.earned_on.isoformat(),
        "line_type": line.line_type,
        "note": line.note or None,
        "note_place": place(line.note_place),
        "paid_now": exact_text(line.released_now),
        "kept": exact_text(line.kept),
        "exchange": _exchange(line.paid.exchange) if line.paid is not None else None,
        "pay_amount": exact_text(line.pay_amount),
        "releases": [
            {"share": exact_text(r.share), "released_on": r.released_on.isoformat() if r.released_on else None}
            for r in line.releases
        ],
        "holds": [
            {"reason": h.reason, "until": h.until.isoformat() if h.until else None, "place": place(h.place)}
            for h in line.holds
        ],
    }


def _credit(credit: CreditPart) -> dict[str, Json]:
    return {
        "credit_id": credit.credit_id,
        "type": credit.credit_type,
        "date": credit.credited_on.isoformat(),
        "expression": credit.expression,
        "transaction_value": exact_text(credit.worth),
        "amount": exact_text(credit.pay_amount),
        "quota_amount": exact_text(credit.quota_amount),
        "credit_amount": _number(credit.credit_amount),
        "unit": credit.unit.currency or credit.unit.kind,
        "plan_place": place(credit.place),
        "share_place": place(credit.share_place),
        "exchanges": [_exchange(part) for part in credit.exchanges],
    }


def _exchange(part: ExchangePart) -> dict[str, Json]:
    return {"what": part.what, "kind": part.kind, "date": part.day.isoformat(), "steps": [_step(s) for s in part.steps]}


def _step(step: ExchangeStep) -> dict[str, Json]:
    pair: dict[str, Json] = {"from": step.sold, "to": step.bought, "rate": exact_text(step.rate)}
    return pair | {"before": exact_text(step.before), "after": exact_text(step.after), "rate_place": place(step.place)}


def _move(move: Move, figures: Figures) -> dict[str, Json]:
    before, after = move.share(move.before), move.share(move.after)
    return {
        "before": _number(move.before),
        "after": _number(move.after),
        "target": _number(move.whole),
        "attainment_before": figures.share(before) if before is not None else None,
        "attainment_after": figures.share(after) if after is not None else None,
    }


def _slice(one: Slice) -> dict[str, Json]:
    return {
        "what": one.what,
        "from": _number(one.starts),
        "to": _number(one.ends),
        "length": _number(one.length),
        "rate": _number(one.rate),
        "rate_is": "share" if one.rate_is_percent else "money per unit",
        "pays": exact_text(one.pays),
        "plan_place": place(one.place),
        "reads": [_read(read) for read in one.reads],
    }


def _read(read: Read) -> dict[str, Json]:
    return {"name": read.name, "value": read.value, "place": place(read.place)}


def _change(change: Change) -> dict[str, Json]:
    return {
        "what": change.what,
        "factor": change.factor,
        "before": exact_text(change.before),
        "after": exact_text(change.after),
        "holds": change.holds,
        "plan_place": place(change.place),
    }


def _released(one: Part) -> dict[str, Json]:
    return {
        "transaction": one.transaction_id,
        "source_file": one.source_place.file,
        "source_line": one.source_place.line,
        "earned_on": one.earned_on.isoformat(),
        "released": exact_text(one.released_now),
        "plan_place": place(one.place),
    }


def _draw(draw: DrawPart) -> dict[str, Json]:
    return {
        "terms": draw.terms,
        "plan_place": place(draw.place),
        "is_recoverable": draw.is_recoverable,
        "amount": _number(draw.target_amount),
        "keep": exact_text(draw.keep),
        "percent": exact_text(draw.percent),
        "balance_before": exact_text(draw.balance_before),
        "paid": exact_text(draw.paid),
        "recovered": exact_text(draw.recovered),
        "forgiven": exact_text(draw.forgiven),
        "balance_after": exact_text(draw.balance_after),
    }


def _target(target: TargetPart) -> dict[str, Json]:
    return {
        "target": target.target_id,
        "period_id": target.period_id,
        "value": exact_text(target.value),
        "unit": target.unit.currency or target.unit.kind,
        "where_from": target.written_at,
        "base": target.base or None,
        "factors": target.factors or None,
        "carried": exact_text(target.carried),
        "changes": [dict(one.as_json()) for one in target.changes],
        "plan_place": place(target.place),
    }
