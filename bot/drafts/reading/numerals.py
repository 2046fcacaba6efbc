"""Numbers as Roman numerals."""

_SIGNS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(number: int) -> str:
    """4 → iv; "" for 0 and below."""
    out = ""
    for value, sign in _SIGNS:
        times, number = divmod(max(number, 0), value)
        out += sign * times
    return out
