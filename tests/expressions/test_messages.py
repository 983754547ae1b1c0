"""Every diagnostic as its reader sees it, kept in ``messages.txt``.

After a wanted change write the file anew: ``python -m tests.expressions.test_messages``.
"""

from datetime import date
from pathlib import Path

from attain.diagnostics import CODES, render_text
from tests.expressions.rows import compiled, frame_of, scope_of

FILE = Path(__file__).with_name("messages.txt")
ROWS = [{"amount": 2**55, "price": 5, "share": 75, "factor": 2, "term": 2**40, "close_on": date(2026, 1, 31)}]
TEXTS = [
    *(
        "",
        "amount +",
        "amount price",
        "amount in type",
        "amount and or is_won",
        "case when is_won",
        "(amount",
        "amount)",
    ),
    *("100k", "amount != 3", "type = 'New", "type = ‘New’", "amount ~ 2", "1,000", "amount not 5", "round(amount,)"),
    *('type = "New"', "(select 1)", "amount::text", "amount -- ten", "type || 'x'", "amount > $1", "amount is true"),
    *("now()", "sum(amount)", "colaesce(amount, 0)", "frobnicate(amount)", "amount is not price"),
    *("(" * 51 + "1" + ")" * 51, "x" * 4_001, "+".join(["amount"] * 101)),
    *("amount % 3", "7 % 3", "term < 90 days", "close_on + 1.5 months", "(- 3 months) * 2", "close_on > '31.01.2026'"),
    *("date '2026-02-30' < close_on", "abs(amount, price)", "start_of(fortnight, close_on)", "lookup(levels, type)"),
    *("round(amount, term)", "floor(share)", "type like type", "type = null", "case when is_won then null end"),
    *("amonut > 3", "payee.title = 'AE'", "type = New", "lookup('level', type)", "lookup('bounties', type)"),
    *("lookup('levels', amount)", "amount * price", "amount + 8%", "share >= 1", "term / amount", "amount = term"),
    *("type = 5", "close_on + 90", "amount and is_won", "is_won > true", "least(type, owner)", "amount", "null"),
    *("amount / 0", "mod(amount, 0)", "amount * term * term"),
]


def _messages() -> str:
    scope = scope_of(frame_of(ROWS))
    blocks: list[str] = []
    for text in TEXTS:
        _, problems = compiled(text, scope, "boolean" if text == "amount" else "any")
        shown = text if len(text) <= 80 else f"{text[:60]} .. {len(text)} characters"
        blocks.append(f"> {shown}\n{render_text(problems)}\n")
    return "\n".join(blocks)


def test_the_messages_read_as_they_did() -> None:
    assert _messages() == FILE.read_text("utf-8")


def test_every_code_has_a_message() -> None:
    text = FILE.read_text("utf-8")
    assert [code for code in CODES if code.startswith("EXPR") and code not in text] == []


if __name__ == "__main__":
    FILE.write_text(_messages(), "utf-8")
