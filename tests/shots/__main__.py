"""Photograph every page: `python -m tests.shots [OUT_DIR]`, by itself into `shots/`.

Each picture is called after its scene, language, theme, width and text size.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from cmdesk import desk
from tests.shots.faults import faults
from tests.shots.scenes import EMPTY, SAMPLE, TODAY, Way
from tests.shots.stage import Stage, copied, look

SIZES = ((1440, 900), (1080, 680))
Set = tuple[str, str, tuple[int, int], int]


def _sets(chosen: argparse.Namespace) -> Iterator[Set]:
    """Language, theme, size and percent of text of each start."""
    every = [(*one, 100) for one in product(("en", "es"), ("light", "dark"), SIZES)]
    for language, theme, size, percent in [*every, ("es", "light", SIZES[1], 130), ("en", "dark", SIZES[1], 130)]:
        if (
            chosen.language in (None, language)
            and chosen.theme in (None, theme)
            and chosen.width in (None, size[0])
            and chosen.text in (None, percent)
        ):
            yield language, theme, size, percent


def main(words: list[str]) -> int:
    """Take the pictures that the words choose; by themselves, all of them."""
    parser = argparse.ArgumentParser(prog="make shots", description="Pictures of every page.")
    parser.add_argument("folder", nargs="?", default="shots", type=Path, help="where they go")
    parser.add_argument("--only", nargs="*", default=None, help="scenes, by the beginning of their names")
    parser.add_argument("--language", choices=("en", "es"))
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--width", type=int, choices=[size[0] for size in SIZES])
    parser.add_argument("--text", type=int, choices=(100, 130))
    chosen = parser.parse_args(words)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    failed = 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["CMDESK_DATA_DIR"] = home
        sample, empty = Path(home) / "made" / "sample.cmdesk", Path(home) / "Estudio Nuevo.cmdesk"
        sample.parent.mkdir()
        desk.make_sample(str(sample), today=TODAY)
        desk.new_desk(str(empty), "Estudio Nuevo", "Diego Ferro", today=TODAY).close()
        for one in _sets(chosen):
            failed += _taken(app, None, {"start": lambda _stage: None}, one, chosen)
            failed += _taken(app, copied(sample, Path(home)), SAMPLE, one, chosen)
            failed += _taken(app, empty, EMPTY, one, chosen)
    return 1 if failed else 0


def _taken(
    app: QApplication, workspace: Path | None, scenes: Mapping[str, Way], one: Set, chosen: argparse.Namespace
) -> int:
    """Photograph some scenes of one start; how many could not be reached."""
    wanted = {
        name: way for name, way in scenes.items() if not chosen.only or name.startswith(tuple(chosen.only))
    }  # fmt: skip
    if not wanted:
        return 0
    language, theme, (width, height), percent = one
    stage = Stage(app, workspace, look(language, theme, percent), TODAY)
    stage.open(width, height)
    failed = 0
    for name, way in wanted.items():
        try:
            way(stage)
            stage.settle()
            path = chosen.folder / f"{name}-{language}-{theme}-{width}-{percent}.png"
            stage.picture().save(str(path))
            for fault in faults(stage.window):
                print(f"{path.stem}: {fault}", flush=True)
        except (TimeoutError, AssertionError, LookupError, StopIteration, AttributeError) as error:
            failed += 1
            print(f"{name}: {type(error).__name__} {error}", file=sys.stderr, flush=True)
        stage.clear()
    stage.close()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
