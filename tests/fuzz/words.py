"""Words that spoil: values that no key expects, cells that no column expects, and expressions that attack."""

from functools import cache
from pathlib import Path

ATTACKS = Path(__file__).parents[1] / "expressions" / "attacks.txt"

# Values of YAML: numbers beyond bounds, wrong units, nothing, other words of the language, and unusual characters.
VALUES = (
    *("0", "-1", "0%", "-5%", "101%", "1e309", "9" * 40, "99999999999999", "0.0000000001", "1.5", "1/3", "∞"),
    *("NaN", "１２", "", " ", "null", "~", "yes", "No", "true", "2026-02-30", "31.12.2026", "0001-01-01"),
    *("9999-12-31", "12:30", "0x1F", "nobody", "quota", "value", "owner", "payee", "split", "period", "plan"),
    *("ever", "week", "month", "transaction", "USD", "XXZ", "KWD", "JPY", "money", "percent", "count"),
    *("payee.title", "deals", "data/none.csv", "../../etc/passwd", "'", '"', "''", "\x00", "\ud800", "\ufffe"),
    *("\u202eabc", "é" * 300, "𝟙𝟘%", "a\nb", "\t", "%", "$1", "{}", "[]", "&a", "*a", "amount / 0"),
    *("amount * amount * amount", "amount + 8%", "amount / term", "round(amount, term)", "amount > 'x'"),
    *("attainment", "attainment.quota >= 100%", "payee.tenure_months", "share >= 1", "null"),
    *("case when null then 1 end", "amount % 3", "10 ** 10", "((((((((1))))))))", "date '2026-02-30'"),
    *("90 days", "value * 1000000000000", "-value"),
)
CELLS = (
    *("", " ", "x", "-", "0", "-0", "-1", "1e5", "1e309", "99999999999999", "123456789012.123456789"),
    *("0.12345678901", "1,234", "1.234,56", "1.234", "5%", "60", "101%", "-10%", "€5", "£", "=1+1", "#DIV/0!"),
    *("NaN", "inf", "١٢٣", "0x10", "1 000", "2026-02-30", "31/12/2026", "12/31/2026", "03/04/2026"),
    *("0001-01-01", "9999-12-31", "2026-01-31T25:00", "46022", "1969-12-31", "true", "maybe", "nobody", "null"),
    *("N/A", "'", "a\nb", "é", "😀", "\ufeffid", "\u202e", "x" * 5000, "\x1b[31m", "‘", "a;b\tc|d"),
)
KEYS = (
    *("plan", "credit", "measure", "rate", "tiers", "from", "before", "pay", "per", "against", "amount"),
    *("when", "where", "columns", "key", "file", "sql", "format", "as_of", "currency", "children", "kind"),
    *("ramp", "season", "carry", "draw", "recover", "release", "clawback", "policy", "modifiers", "cap"),
    *("floor", "of", "by", "table", "examples", "fx", "__class__", "<<", "", "é", "a b", "on", "null", "0"),
    *("payee", "manager_of", "levels", "boundary", "method", "rounding", "alongside"),
)


@cache
def attacks() -> tuple[str, ...]:
    """Expressions that try to get out of the language."""
    return tuple(line for line in ATTACKS.read_text("utf-8").split("\n") if line)
