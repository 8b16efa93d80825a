"""Lines on their way from one scope to another: as text that can be copied, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.scope import Cadence, PriceMode, QuantityRule, ScopeLine, Treatment
from cmdesk.domain.scope_facts import plain_value
from cmdesk.i18n import gettext as _

FORM = 1
_LISTS = ("networks", "formats", "week_days")
_KINDS = {"treatment": Treatment, "cadence": Cadence, "price_mode": PriceMode, "roll_over": QuantityRule}


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """A line, and where it was copied: what its texts and its price mean."""

    line: ScopeLine
    language: str
    address: str
    currency: str


def written(lines: Sequence[CopiedLine]) -> str:
    """Copied lines as one text, for a clipboard."""
    return json.dumps({"form": FORM, "lines": [_plain(one) for one in lines]}, ensure_ascii=False)


def _plain(copy: CopiedLine) -> dict[str, object]:
    values = {one.name: plain_value(getattr(copy.line, one.name)) for one in fields(ScopeLine)}
    return {"line": values, "language": copy.language, "address": copy.address, "currency": copy.currency}


def read(text: str) -> tuple[CopiedLine, ...]:
    """The lines that such a text holds.

    Raises:
        RuleBroken: It holds none, or was written by another program or a newer one.
    """
    try:
        data = json.loads(text)
        if data["form"] != FORM:
            raise ValueError(data["form"])
        return tuple(_copied(one) for one in data["lines"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleBroken(_("What was copied are no lines of a scope.")) from error


def _copied(data: dict[str, Any]) -> CopiedLine:
    values = {one.name: data["line"][one.name] for one in fields(ScopeLine) if one.name in data["line"]}
    values |= {name: tuple(values.get(name, ())) for name in _LISTS}
    values |= {name: kind(values[name]) for name, kind in _KINDS.items() if name in values}
    return CopiedLine(ScopeLine(**values), str(data["language"]), str(data["address"]), str(data["currency"]))
