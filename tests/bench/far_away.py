"""A server that is far away: what goes to it and what comes back is held up on the way."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from pathlib import Path

_NAME = ".s.PGSQL.5432"


class FarAway:
    """A door to a PostgreSQL server behind which each question takes so much longer."""

    def __init__(self, server: Path, seconds: float) -> None:
        self._server, self._half = server / _NAME, seconds / 2
        self.folder = Path(tempfile.mkdtemp(prefix="cmdesk-far-"))
        self._loop = asyncio.new_event_loop()
        self._is_open = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self._is_open.wait(10)

    def close(self) -> None:
        """Shut the door."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_unix_server(self._meet, self.folder / _NAME))
        self._is_open.set()
        self._loop.run_forever()

    async def _meet(self, from_here: asyncio.StreamReader, to_here: asyncio.StreamWriter) -> None:
        from_there, to_there = await asyncio.open_unix_connection(self._server)
        await asyncio.gather(self._carry(from_here, to_there), self._carry(from_there, to_here))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Hand on what comes, each piece after half of the way's time, in its order."""
        while data := await source.read(1 << 16):
            self._loop.call_later(self._half, target.write, data)
        self._loop.call_later(self._half, target.close)
