"""Names of columns: written the way Attain writes them, and the nearest one to a slip."""

import difflib
import re
import unicodedata
from collections.abc import Iterable


def snake(name: str) -> str:
    """Write a header name in snake_case.

    >>> [snake(n) for n in ("CloseDate", "Close Date", "SalesOrderID", "Amount__c", "Probability (raw)", "Größe")]
    ['close_date', 'close_date', 'sales_order_id', 'amount', 'probability_raw', 'grosse']
    """
    plain = unicodedata.normalize("NFKD", name.strip().replace("ß", "ss")).encode("ascii", "ignore").decode()
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain)
    spaced = re.sub(r"__c$", "", spaced, flags=re.IGNORECASE)
    words = re.sub(r"[^0-9a-zA-Z]+", "_", spaced).strip("_").lower()
    words = re.sub(r"__+", "_", words)[:60]
    return f"c_{words}" if words[:1].isdigit() or not words else words


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to a slip, None if none is near.

    >>> nearest("SubTotl", ["SubTotal", "TaxAmt"])
    'SubTotal'
    """
    by_snake = {snake(k): k for k in known}
    near = difflib.get_close_matches(snake(name), by_snake, n=1, cutoff=0.6)
    return by_snake[near[0]] if near else None
