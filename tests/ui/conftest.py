"""What tests of the window stand on: a theme and its icons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme, Tokens


@dataclass(frozen=True)
class Dress:
    """The light theme at 100 %, as it was put on, and its icons: to put it on again costs as much as a small test."""

    theme: Theme
    icons: Icons
    tokens: Tokens
    sheet: str


@pytest.fixture(scope="session")
def _dress(qapp: QApplication) -> Iterator[Dress]:
    theme = Theme(qapp)
    icons = Icons(theme)
    theme.choose("light", 100, reduce_motion=True)
    yield Dress(theme, icons, theme.tokens, qapp.styleSheet())
    qapp.clipboard().clear()  # what Python put there has to go before Python does


@pytest.fixture
def theme(qapp: QApplication, _dress: Dress) -> Theme:
    """The light theme at 100 %."""
    theme = _dress.theme
    is_on = theme.tokens == _dress.tokens and qapp.styleSheet() == _dress.sheet
    if not is_on:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what is over needs no dress
        theme.choose("light", 100, reduce_motion=True)
    return theme


@pytest.fixture
def icons(theme: Theme, _dress: Dress) -> Icons:
    """The icons in that theme's colours."""
    return _dress.icons
