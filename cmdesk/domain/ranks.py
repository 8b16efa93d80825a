"""Places in a column as text, so that a move writes one row and two people never block each other.

A rank is six base-36 digits, then a fraction. Ranks sort as plain strings. Two random digits at
the end, given by the caller, keep two people who drop into the same gap apart; the id settles the
rest. When a rank grows past `LONGEST` the column is numbered anew.
"""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WHOLE = 6
STEP = 1024
LONGEST = 40
_BASE = len(DIGITS)
_MIDDLE = STEP * _BASE**3


def spread(count: int) -> list[str]:
    """Ranks for a whole column, evenly apart."""
    return [_whole(_MIDDLE + i * STEP) for i in range(count)]


def between(before: str | None, after: str | None, salt: str = "") -> str:
    """A rank that sorts after the one and before the other; either may be missing.

    Args:
        before: The rank of the card above.
        after: The rank of the card below.
        salt: Random digits that keep two equal drops apart.

    Raises:
        ValueError: There is no room, since both are equal or in the wrong order.
    """
    if before is not None and after is not None and before >= after:
        raise ValueError("No room between two equal ranks")
    if before is None and after is None:
        return _whole(_MIDDLE) + salt
    if after is None:
        return _whole(_number(before or "") + STEP) + salt
    if before is None:
        number = _number(after) - STEP
        if number > 0:
            return _whole(number) + salt
        return _halfway("", after) + salt
    return _halfway(before, after) + salt


def _number(rank: str) -> int:
    return int(rank[:WHOLE], _BASE)


def _whole(number: int) -> str:
    digits = ""
    for _place in range(WHOLE):
        number, digit = divmod(number, _BASE)
        digits = DIGITS[digit] + digits
    return digits


def _halfway(before: str, after: str) -> str:
    """The shortest text between two, ending in no zero so that there is always room below it."""
    prefix = ""
    place = 0
    while True:
        low = DIGITS.index(before[place]) if place < len(before) else 0
        high = DIGITS.index(after[place]) if after is not None and place < len(after) else _BASE
        if high - low > 1:
            middle = DIGITS[(low + high) // 2]
            return prefix + middle + ("" if len(prefix) + 1 >= WHOLE else _padding(len(prefix) + 1))
        prefix += DIGITS[low]
        place += 1
        if high > low:
            after = ""  # below the upper one from here on: any digit will do
            rest = before[place:]
            return prefix + _above(rest, place)


def _padding(length: int) -> str:
    return "0" * (WHOLE - length - 1) + "1" if length < WHOLE else ""


def _above(rest: str, place: int) -> str:
    """Digits that sort after the rest of a rank."""
    text = ""
    for digit in rest:
        value = DIGITS.index(digit)
        if value < _BASE - 1:
            return text + DIGITS[(value + _BASE) // 2]
        text += digit
        place += 1
    return text + "i"


def needs_renumbering(ranks: Sequence[str]) -> bool:
    """Whether a column's ranks have grown long or stand equal."""
    return any(len(rank) > LONGEST for rank in ranks) or len(set(ranks)) < len(ranks)
