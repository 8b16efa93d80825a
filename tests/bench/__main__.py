"""Measure, and print the table: `python -m tests.bench`, or `--quick` for a first look."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.comparing import comparing
from tests.bench.counted import counted
from tests.bench.databases import drag, made_large, months
from tests.bench.flipping import flipping
from tests.bench.handling import growing, handling
from tests.bench.measure import Row, table
from tests.bench.papers import papers
from tests.bench.starting import starting
from tests.bench.writing import writing


def main(words: list[str]) -> int:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(prog="make bench", description="Ratios, measured side by side in one run.")
    parser.add_argument("--quick", action="store_true", help="fewer posts and fewer rounds")
    is_quick = parser.parse_args(words).quick
    posts = 10_000 if is_quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CMDESK_DATA_DIR"] = str(Path(folder) / "data")
        rows = _measured(Path(folder), posts, is_quick=is_quick)
    print(table(rows))
    return 0


def _measured(folder: Path, posts: int, *, is_quick: bool) -> list[Row]:
    large = folder / "large.cmdesk"
    _say(f"Making an agency of {posts:,} posts …")
    making = made_large(large, posts_count=posts, clients=50, years=5)
    _say("Starting the program, again and again …")
    rows = [*starting(large, posts, count_of_rounds=3 if is_quick else 11)]
    _say("Reading months, moving posts …")
    rows += months(large, count_of_rounds=20 if is_quick else 100)
    rows.append(drag(large, count_of_rounds=30 if is_quick else 200))
    _say("Comparing versions …")
    rows += comparing(count_of_rounds=5 if is_quick else 25)
    _say("Counting texts, looking at pictures …")
    rows += counted(count_of_rounds=5 if is_quick else 25)
    _say("Turning pages …")
    rows += flipping(folder, counts=(1_000,) if is_quick else (1_000, 5_000), count_of_rounds=12 if is_quick else 40)
    _say("Carrying posts, opening them, near and far from a server …")
    rows += handling(folder, count_of_rounds=4 if is_quick else 20)
    _say("Turning pages of a large workspace …")
    rows += growing(folder, times=3 if is_quick else 10, count_of_rounds=2 if is_quick else 6)
    _say("Drawing scopes …")
    rows += papers(folder, counts=(60, 200), count_of_rounds=3 if is_quick else 9)
    _say("Writing in a scope of 200 lines …")
    rows += writing(count_of_rounds=12 if is_quick else 40)
    return [*rows, making]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
