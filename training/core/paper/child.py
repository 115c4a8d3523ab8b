"""The sealed process seen from the worker: started once, fed by frames, ended when it dies, stalls or grows old.

Its environment is written anew and holds no secret; the wall clock is kept here, since a process that hangs cannot be
trusted to notice. After a fork each worker starts a process of its own.
"""

import atexit
import base64
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from training.core.paper import fonts
from training.core.paper.documents import Document, RenderFailed, Trouble
from training.core.sealed import frames

START_SECONDS = 30.0
RENDER_SECONDS = 30.0
DOCUMENTS_PER_LIFE = 200
PASSED_ON = ("LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # where Pango lies without root
REASONS = {"engine": Trouble.ENGINE, "refused": Trouble.REFUSED}


class Sealed:
    """One sealed process. `render` may be called from any thread; documents are drawn one after the other."""

    def __init__(self, *, render_seconds: float = RENDER_SECONDS) -> None:
        self.render_seconds = render_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.made = 0
        self.scratch = ""
        self._lock = threading.Lock()

    def render(self, document: Document) -> bytes:
        """The PDF of a document. Raises RenderFailed; the next call starts a fresh process where this one ended."""
        with self._lock:
            self._ensure()
            answer = self._ask(document)
        if "error" in answer:
            raise RenderFailed(REASONS.get(answer["error"], Trouble.OTHER), answer.get("detail", ""))
        return base64.b64decode(answer["pdf"])

    def end(self) -> None:
        """Stop the process and remove its folder; harmless where there is none."""
        process, self.process = self.process, None
        if process is not None and self.owner == os.getpid():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _ensure(self) -> None:
        if self.owner != os.getpid():
            self.process = None  # the parent's, not ours to end
        if self.process is not None and (self.process.poll() is not None or self.made >= DOCUMENTS_PER_LIFE):
            self.end()
        if self.process is None:
            self._start()

    def _start(self) -> None:
        found = fonts.files()
        self.owner, self.made = os.getpid(), 0
        self.scratch = tempfile.mkdtemp(prefix="paper-")
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-m", "training.core.sealed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=_environment(found, self.scratch),
            start_new_session=True,
        )
        ready = self._receive(START_SECONDS)
        if "ready" not in ready:
            self.end()
            raise RenderFailed(REASONS.get(ready.get("error", ""), Trouble.DIED), ready.get("detail", ""))

    def _ask(self, document: Document) -> dict[str, Any]:
        assets = {name: base64.b64encode(data).decode() for name, data in document.assets.items()}
        try:
            asked = {"html": document.html, "assets": assets, "whole": document.whole}
            frame = frames.packed(json.dumps(asked).encode())
        except frames.FrameTooLarge as error:
            raise RenderFailed(Trouble.REFUSED, "The page is too large.") from error
        self.made += 1
        deadline = time.monotonic() + self.render_seconds
        self._send(frame, deadline)
        return self._receive(deadline - time.monotonic())

    def _send(self, frame: bytes, deadline: float) -> None:
        """Write without ever waiting longer than the document may take."""
        descriptor = self._running().stdin.fileno()  # type: ignore[union-attr]  # opened as a pipe
        os.set_blocking(descriptor, False)
        rest = memoryview(frame)
        while rest:
            self._wait([], [descriptor], deadline)
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                self._died()

    def _receive(self, seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        try:
            length = frames.length_of(self._read(frames.LENGTH.size, deadline))
            answer: dict[str, Any] = json.loads(self._read(length, deadline))
        except (frames.FrameTooLarge, ValueError):
            self._died()
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        descriptor = self._running().stdout.fileno()  # type: ignore[union-attr]  # opened as a pipe
        parts = b""
        while len(parts) < size:
            self._wait([descriptor], [], deadline)
            part = os.read(descriptor, size - len(parts))
            if not part:
                self._died()
            parts += part
        return parts

    def _wait(self, to_read: list[int], to_write: list[int], deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not any(select.select(to_read, to_write, [], left)):
            self.end()
            raise RenderFailed(Trouble.TIMEOUT)

    def _died(self) -> Any:
        self.end()
        raise RenderFailed(Trouble.DIED)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None:
            raise RenderFailed(Trouble.DIED)
        return self.process


def _environment(found: dict[str, Path], scratch: str) -> dict[str, str]:
    """Everything the process may know: where Python, Pango and the fonts lie."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "SEALED_FONTS": json.dumps({name: str(path) for name, path in found.items()}),
    }


_sealed = Sealed()
atexit.register(_sealed.end)


def render(document: Document) -> bytes:
    """The PDF of a document, drawn by this worker's sealed process."""
    return _sealed.render(document)
