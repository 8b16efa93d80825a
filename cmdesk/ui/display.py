"""Whether this machine can show a window: asked before Qt is, because Qt ends the program when it cannot."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from cmdesk.i18n import gettext as _

_NEED_A_SCREEN = {"", "xcb", "wayland"}
_X11_LIBRARIES = (
    "libEGL.so.1",
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
)


def why_no_window() -> str | None:
    """Why no window can be shown here, and what can be done without one; None when one can."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if not sys.platform.startswith("linux") or chosen not in _NEED_A_SCREEN:
        return None
    if not (_wayland_answers() or _x11_answers()):
        return _(
            "There is no display here, so no window can open. The same work is done by words, such as "
            "“demo --no-window” or “clients list”; “--help” lists them all."
        )
    absent = [name for name in _X11_LIBRARIES if _library(name) is None] if not _wayland_answers() else []
    if absent:
        return _(
            "Qt does not find these libraries of the system: {libraries}. "
            "“make setup” names the packages that hold them."
        ).format(libraries=", ".join(absent))
    return None


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(name) and Path(folder or "/", name or "").is_socket()


def _x11_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    xcb = _library("libxcb.so.1")
    if xcb is None:
        return True  # nobody to ask; what is missing is told next
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not has_error


def _library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None
