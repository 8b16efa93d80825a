"""What this machine remembers: language, theme, text size and the agencies that were opened.

The defaults below are the documentation. Keys that this version does not know survive a save, so
that an older and a newer program can share one folder. Passwords never come here.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from cmdesk.paths import data_folder

RECENT = 8
TEXT_SIZES = (90, 100, 115, 130)
T = TypeVar("T")

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one person on one machine."""

    language: str = "system"  # system, en or es
    theme: str = "system"
    text_percent: int = 100
    reduce_motion: bool = False
    workspaces: tuple[str, ...] = ()  # files and addresses, the last opened first
    members: dict[str, int] = field(default_factory=dict)  # workspace -> who I am there
    unknown: dict[str, Any] = field(default_factory=dict)

    def opened(self, workspace: str) -> Settings:
        """These settings after a workspace was opened."""
        others = tuple(w for w in self.workspaces if w != workspace)
        return replace(self, workspaces=(workspace, *others)[:RECENT])

    def forgotten(self, workspace: str) -> Settings:
        """These settings without a workspace in the list of recent ones."""
        return replace(self, workspaces=tuple(w for w in self.workspaces if w != workspace))

    def known_as(self, workspace: str, member_id: int) -> Settings:
        """These settings after a person said who they are in a workspace."""
        return replace(self, members={**self.members, workspace: member_id})


def _file() -> Path:
    return data_folder() / "settings.json"


def load() -> Settings:
    """The saved settings; what is missing or damaged is as in a new installation."""
    try:
        saved = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _read(saved) if isinstance(saved, dict) else Settings()


def save(settings: Settings) -> None:
    """Write the settings beside the old ones, then take their place.

    Raises:
        OSError: The folder cannot be written.
    """
    import tempfile  # not before it is needed: the window paints sooner

    values = asdict(settings)
    values = {**values.pop("unknown"), **values}
    target = _file()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".settings-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(values, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)


def _read(saved: dict[str, Any]) -> Settings:
    known = {f.name for f in fields(Settings)} - {"unknown"}
    default = Settings()
    return Settings(
        language=_one_of(saved.get("language"), ("system", "en", "es"), default.language),
        theme=_one_of(saved.get("theme"), THEMES, default.theme),
        text_percent=_one_of(saved.get("text_percent"), TEXT_SIZES, default.text_percent),
        reduce_motion=saved.get("reduce_motion") is True,
        workspaces=_texts(saved.get("workspaces")),
        members=_members(saved.get("members")),
        unknown={key: value for key, value in saved.items() if key not in known},
    )


def _one_of(value: object, allowed: tuple[T, ...], default: T) -> T:
    return next((choice for choice in allowed if choice == value), default)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _members(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, int)}
