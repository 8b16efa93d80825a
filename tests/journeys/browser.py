"""A real Chromium, driven through its DevTools pipe: clicks and keys go in where a person's would.

It needs nothing but the standard library: messages are JSON, ended by a NUL, over two pipes.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0  # on a busy machine
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--hide-scrollbars", "--mute-audio", "--lang=en", "--remote-debugging-pipe",
)  # fmt: skip

_START = """
import fcntl, os, sys
reading, writing = (fcntl.fcntl(int(number), fcntl.F_DUPFD_CLOEXEC, 20) for number in sys.argv[1:3])
os.dup2(reading, 3)
os.dup2(writing, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Chromium listens at 3 and speaks at 4; whatever stands there must give way first."""


class Browser:
    """One Chromium with one page at a time; a page knows nothing of those before it."""

    def __init__(self, folder: Path) -> None:
        self.requests: list[str] = []  # addresses that the page asked for
        self.faults: list[str] = []  # exceptions, and what its policy refused
        self._next, self._buffer, self._waiting = 0, b"", deque[dict[str, Any]]()
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        words = ["chromium", *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(to_read), str(to_write), *words],
            pass_fds=[to_read, to_write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._read, selectors.EVENT_READ)
        self._session = self._stranger = ""

    def begin(self, folder: Path) -> None:
        """Show an empty page to somebody who was never here; what is saved goes into this folder."""
        self.downloads = folder
        self.downloads.mkdir(parents=True)
        self._stranger = self.say("Target.createBrowserContext")["browserContextId"]
        page = self.say("Target.createTarget", url="about:blank", browserContextId=self._stranger)["targetId"]
        self.say(
            "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), browserContextId=self._stranger
        )  # fmt: skip
        self._session = self.say("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.requests.clear()
        self.faults.clear()
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.say(f"{domain}.enable")

    def end(self) -> None:
        """Close the page, and forget whoever sat there."""
        self._session = ""
        self.say("Target.disposeBrowserContext", browserContextId=self._stranger)

    def close(self) -> None:
        """End it, and wait until it is gone."""
        try:
            self._session = ""
            self.say("Browser.close")
            self._process.wait(10)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(10)
        finally:
            self._selector.close()
            os.close(self._read)
            os.close(self._write)

    # --- talking ------------------------------------------------------------------------------

    def say(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and return its answer."""
        self._next += 1
        message: dict[str, Any] = {"id": self._next, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            answer = self._hear(deadline)
            if answer.get("id") == self._next:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return dict(answer.get("result", {}))
        raise AssertionError(f"Chromium did not answer {method}")

    def _hear(self, deadline: float) -> dict[str, Any]:
        """The next message; what nobody asked for is noted."""
        while not self._waiting:
            assert self._selector.select(max(0.0, deadline - time.monotonic())), "Chromium says nothing"
            data = os.read(self._read, 1 << 20)
            assert data, "Chromium is gone"
            *whole, self._buffer = (self._buffer + data).split(b"\0")
            self._waiting.extend(json.loads(part) for part in whole)
        message = self._waiting.popleft()
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.faults.append(told["exceptionDetails"].get("exception", {}).get("description", "an exception"))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.faults.append(told["entry"]["text"])

    # --- a page -------------------------------------------------------------------------------

    def open(self, file: Path) -> None:
        """Open a file as a person does, and wait until it stands."""
        self.say("Page.navigate", url=file.as_uri())
        self.until("document.readyState === 'complete' && location.protocol === 'file:'")

    def screen(self, width: int, height: int, *, is_dark: bool = False, is_phone: bool = False) -> None:
        """Be a screen of this size, in this theme."""
        self.say(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.say("Emulation.setEmulatedMedia", features=[scheme, still])

    def ask(self, expression: str) -> Any:
        """What an expression of the page is worth."""
        answer = self.say("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait for something to be so."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.ask(expression):
            assert time.monotonic() < deadline, f"never so: {expression}"
            time.sleep(0.05)

    def text(self, selector: str) -> str:
        """The words that an element shows."""
        return str(self.ask(f"document.querySelector({json.dumps(selector)}).innerText"))

    def click(self, selector: str) -> None:
        """Press and release the mouse on what is seen of an element; another one there is a fault."""
        where = self.ask(
            f"""(() => {{
                const wanted = document.querySelector({json.dumps(selector)});
                wanted.scrollIntoView({{ block: "center", behavior: "instant" }});
                const box = wanted.getBoundingClientRect();
                const at = {{ x: box.x + box.width / 2, y: box.y + box.height / 2 }};
                const hit = document.elementFromPoint(at.x, at.y);
                return {{ ...at, isHit: hit !== null && (wanted === hit || wanted.contains(hit)) }};
            }})()"""
        )
        assert where["isHit"], f"something lies over {selector}"
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = "none" if kind == "mouseMoved" else "left"
            self.say("Input.dispatchMouseEvent", type=kind, x=where["x"], y=where["y"], button=button, clickCount=1)

    def write(self, text: str) -> None:
        """Write where the cursor is."""
        self.say("Input.insertText", text=text)

    def press(self, key: str, code: int, *, text: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.say("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **typed)

    def downloaded(self) -> Path:
        """The file that was saved last, once it is whole."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            files = [one for one in self.downloads.iterdir() if one.suffix == ".json" and one.stat().st_size]
            if files and not list(self.downloads.glob("*.crdownload")):
                return max(files, key=lambda one: one.stat().st_mtime_ns)
            self.ask("1")
            time.sleep(0.05)
        raise AssertionError("nothing was saved")

    def picture(self, file: Path, *, is_whole: bool = False) -> None:
        """Take a picture of what is seen, or of all of it."""
        shot = self.say("Page.captureScreenshot", format="png", captureBeyondViewport=is_whole)
        file.write_bytes(base64.b64decode(shot["data"]))
