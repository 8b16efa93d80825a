"""Writing in a scope of two hundred lines: from the key to the painted page of the client."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.bench.measure import Row, ratio, spoken
from tests.bench.starting import ROOT, platform


def writing(*, count_of_rounds: int) -> Iterator[Row]:
    """How long a key takes beside a key in bare widgets, and how long opening the editor takes beside it."""
    with platform() as environment:
        words = [sys.executable, "-m", "tests.bench.keys", str(count_of_rounds)]
        done = subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    keys = told["keys"][3:]
    ours, floor = median(one["key"] for one in keys), median(one["floor"] for one in keys)
    what = "a key to the changed page, scope of 200 lines : bare widgets"
    yield Row(what, f"{ratio(keys, 'key', 'floor'):.2f}", "50 ms", f"{spoken(ours)} : {spoken(floor)}")
    openings = told["openings"][1:]
    ours, floor = median(one["open"] for one in openings), median(one["floor"] for one in openings)
    what = "opening the editor, scope of 200 lines : the same text in bare widgets"
    yield Row(what, f"{ratio(openings, 'open', 'floor'):.2f}", "100 ms", f"{spoken(ours)} : {spoken(floor)}")
