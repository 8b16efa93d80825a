"""What tests of the window stand on: a theme and its icons."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %."""
    theme = Theme(qapp)
    theme.choose("light", 100, reduce_motion=True)
    return theme


@pytest.fixture
def icons(theme: Theme) -> Icons:
    """The icons in that theme's colours."""
    return Icons(theme)
