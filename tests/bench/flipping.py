"""Turning the pages of full months, all clients, from the key to the painted posts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from cmdesk.desk import make_large
from tests.bench.databases import TODAY
from tests.bench.measure import Row, spoken
from tests.bench.starting import ROOT, platform

_MONTHS = 12


def flipping(folder: Path, *, counts: tuple[int, ...], count_of_rounds: int) -> Iterator[Row]:
    """How long a turn takes with so many posts in the month."""
    goals = {1_000: "16 ms", 5_000: "33 ms"}
    with platform() as environment:
        for count in counts:
            path = folder / f"month-{count}.cmdesk"
            make_large(str(path), posts=count * _MONTHS, clients=20, years=1, today=TODAY)
            for kind, words in (("beside", "the month beside it"), ("far", "a month that was not looked at")):
                told = [sys.executable, "-m", "tests.bench.flips", str(path), kind, str(count_of_rounds)]
                done = subprocess.run(told, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
                took = [value / 1000 for value in json.loads(done.stdout)][2:]
                slow = spoken(sorted(took)[int(len(took) * 0.9)])
                what = f"flip to {words}, read and paint, {count:,} posts in the month"
                yield Row(what, spoken(median(took)), goals.get(count, ""), f"nine of ten under {slow}")
