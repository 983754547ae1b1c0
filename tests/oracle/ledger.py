"""The ledger, written from docs/behaviours/ledger.md: dictionaries, one move at a time.

A key is (payee, period, currency, flow, plan, component, source, transaction, line type).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.oracle import chain

ACCOUNTS_OF = {
    "earned": ("commission_expense", "payable"),
    "clawed_back": ("payable", "commission_expense"),
    "clawback_deferred": ("clawback_deferred", "payable"),
    "clawback_recovered": ("payable", "clawback_deferred"),
    "held": ("payable", "held"),
    "released": ("held", "payable"),
    "fx_difference": ("exchange_difference", "payable"),
    "guaranteed": ("guarantee_expense", "payable"),
    "draw_paid": ("draw_advance", "payable"),
    "draw_recovered": ("payable", "draw_advance"),
    "draw_forgiven": ("guarantee_expense", "draw_advance"),
    "forfeited": ("payable", "commission_expense"),
    "adjusted": ("adjustment", "payable"),
    "paid": ("payable", "paid"),
    "owed": ("clawback_receivable", "payable"),
    "capitalised": ("capitalised_contract_cost", "commission_expense"),
    "amortised": ("commission_expense", "capitalised_contract_cost"),
    "reduced": ("commission_expense", "capitalised_contract_cost"),
    "impaired": ("impairment_loss", "capitalised_contract_cost"),
}
FIELDS = (
    "payee_id",
    "period_id",
    "currency",
    "flow",
    "plan_id",
    "component_id",
    "source",
    "transaction_id",
    "line_type",
)
Key = tuple[str | None, ...]


def difference(before: Mapping[Key, int], after: Mapping[Key, int]) -> dict[Key, int]:
    """What has to be added to the one to make the other."""
    changed = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
    return {key: amount for key, amount in changed.items() if amount}


@dataclass
class Ledger:
    """Entries with their lines, and the balances they come to."""

    entries: list[dict] = field(default_factory=list)
    standing: dict[Key, int] = field(default_factory=dict)
    balances: dict[tuple[str, str, str], int] = field(default_factory=dict)
    head: str = "0" * 64

    def post(self, moves: Iterable[tuple[Key, str, str, int]], *, run_id: str, batch_no: int, dated_on: date) -> None:
        """Post moves of (key, posting period, cause, amount): an entry per payee, posting period, origin and cause."""
        grouped: dict[tuple[str, str, str, str], list[tuple[Key, int]]] = {}
        for key, posted_in, cause, amount in moves:
            grouped.setdefault((str(key[0]), posted_in, str(key[1]), cause), []).append((key, amount))
        for (payee, posted_in, origin, cause), members in sorted(grouped.items()):
            ordered = sorted(members, key=lambda member: tuple(part or "" for part in member[0]))
            lines = self._lines(payee, origin, ordered)
            entry = {
                "run_id": run_id,
                "batch_no": batch_no,
                "payee_id": payee,
                "period_id": posted_in,
                "origin_period_id": origin,
                "cause": cause,
                "dated_on": dated_on,
                "line_count": len(lines),
                "lines_digest": chain.lines_digest(lines),
            }
            entry |= {"previous_hash": self.head, "entry_hash": chain.entry_hash(self.head, entry)}
            self.head = entry["entry_hash"]
            self.entries.append({**entry, "entry_no": len(self.entries) + 1, "lines": lines})

    def _lines(self, payee: str, origin: str, moves: Sequence[tuple[Key, int]]) -> list[dict]:
        lines: list[dict] = []
        for key, amount in moves:
            self._move(lines, key, amount)
        for currency in sorted({str(key[2]) for key, _ in moves}):
            over = self.balances.get((payee, "payable", currency), 0)
            owing = self.balances.get((payee, "clawback_receivable", currency), 0)
            carried = max(over + owing, 0) - owing
            if carried:
                self._move(lines, (payee, origin, currency, "owed", None, None, None, None, None), carried)
        return lines

    def _move(self, lines: list[dict], key: Key, amount: int) -> None:
        self.standing[key] = self.standing.get(key, 0) + amount
        named = dict(zip(FIELDS, key, strict=True))
        for account, signed in zip(ACCOUNTS_OF[str(key[3])], (amount, -amount), strict=True):
            place = (str(key[0]), account, str(key[2]))
            self.balances[place] = self.balances.get(place, 0) + signed
            lines.append({**named, "line_no": len(lines) + 1, "account": account, "line_amount": signed})
