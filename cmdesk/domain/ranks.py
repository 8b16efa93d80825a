"""Places in a list as text, so that a move writes one row and two people never block each other.

A rank is six base-36 digits, then perhaps a fraction, and never ends its fraction with a zero. Ranks sort as plain
strings. Two digits at the end, given by the caller, keep two people who drop into the same gap apart; the id settles
the rest. When a rank grows past `LONGEST` the list is numbered anew.
"""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WHOLE = 6
STEP = 1024
LONGEST = 40
_BASE = len(DIGITS)
_MIDDLE = STEP * _BASE**3
_END = _BASE**WHOLE


def spread(count: int) -> list[str]:
    """Ranks for a whole list, evenly apart."""
    return [_text(_MIDDLE + i * STEP, WHOLE) for i in range(count)]


def between(before: str | None, after: str | None, salt: str = "") -> str:
    """A rank that sorts after the one and before the other; either may be missing.

    Args:
        before: The rank of what lies above.
        after: The rank of what lies below.
        salt: Digits that keep two equal drops apart.

    Raises:
        ValueError: There is no room, since both are equal, in the wrong order, or no ranks at all.
    """
    if before is not None and after is not None and before >= after:
        raise ValueError("No room between two equal ranks")
    if after is None:
        return _beyond(before) + salt.rstrip("0")
    if before is None and (number := _number(after, WHOLE) - STEP) > 0:
        return _text(number, WHOLE) + salt.rstrip("0")
    return _halfway(before or "", after) + salt.rstrip("0")


def needs_renumbering(ranks: Sequence[str]) -> bool:
    """Whether a list's ranks have grown long or stand equal."""
    return any(len(rank) > LONGEST for rank in ranks) or len(set(ranks)) < len(ranks)


def _beyond(rank: str | None) -> str:
    number = _MIDDLE if rank is None else _number(rank, WHOLE) + STEP
    if number >= _END:
        raise ValueError("No room after the last rank")
    return _text(number, WHOLE)


def _halfway(before: str, after: str) -> str:
    """The shortest rank between two whose own digits leave room for a salt on either side."""
    for length in range(WHOLE, max(len(before), len(after)) + 3):
        low, high = _number(before, length), _number(after, length)
        if high - low > 1:
            text = _text((low + high) // 2, length)
            return text[:WHOLE] + text[WHOLE:].rstrip("0")
    raise ValueError("No room between two equal ranks")


def _number(rank: str, length: int) -> int:
    return int(rank[:length].ljust(length, "0"), _BASE)


def _text(number: int, length: int) -> str:
    digits = ""
    for _place in range(length):
        number, digit = divmod(number, _BASE)
        digits = DIGITS[digit] + digits
    return digits
