"""Amounts as people read them."""


def money(minor: int | None, digits: int) -> str:
    """Write minor units as an amount with thousands separated.

    >>> money(-116942596, 2), money(1500, 0), money(None, 2)
    ('-1,169,425.96', '1,500', '')
    """
    if minor is None:
        return ""
    sign, whole = "-" if minor < 0 else "", abs(minor)
    if not digits:
        return f"{sign}{whole:,}"
    return f"{sign}{whole // 10**digits:,}.{whole % 10**digits:0{digits}d}"
