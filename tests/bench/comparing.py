"""Two versions of a scope compared, against reading the sentences that are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cmdesk.domain.comparison import compare
from cmdesk.domain.scope import Cadence, ScopeLine, ScopeStatus, ScopeTerms, ScopeVersion, Treatment
from cmdesk.domain.wording import plain, words_of
from tests.bench.measure import Row, compared, rounds, seconds

LINES = 200
_SENTENCE = (
    "We prepare {amount} for {networks}: text, picture and the hour at which it goes out, and we show it before. "
)


def comparing(*, count_of_rounds: int) -> list[Row]:
    """Two versions of 200 lines, of which every line differs in its sentence, its figures and two more texts."""
    old, new = _versions()
    found = rounds(
        count_of_rounds,
        {
            "ours": lambda: seconds(lambda: compare(old, new)),
            "reading": lambda: seconds(lambda: _read(old, new)),
        },
    )
    return [
        compared(f"comparing two versions of {LINES} lines : reading their sentences", found, "ours", "reading", "4")
    ]


def _versions() -> tuple[ScopeVersion, ScopeVersion]:
    line = ScopeLine(
        0, "", 0, "content", None, "Posts", _SENTENCE * 2, Treatment.INCLUDED, 12, "post", Cadence.MONTH,
        ("instagram", "facebook"), price_cents=24000, revision_rounds=2,
        criterion="It is done when it is out with its text.", needs="Photos in time.",
    )  # fmt: skip
    terms = ScopeTerms(language="en", first_day=date(2026, 11, 1))
    before = tuple(replace(line, lineage=f"own-{at}", position=at) for at in range(LINES))
    after = tuple(
        replace(
            one, description=one.description.replace("text", "words"), quantity=13 + one.position % 4,
            criterion="It is finished when it is out.", needs="Pictures in good time.",
        )
        for one in before
    )  # fmt: skip
    return (
        ScopeVersion(1, 1, 1, ScopeStatus.AGREED, terms, before),
        ScopeVersion(2, 1, 2, ScopeStatus.DRAFT, terms, after),
    )


def _read(*versions: ScopeVersion) -> list[list[str]]:
    return [[plain(words_of(line), "en") for line in version.lines] for version in versions]
