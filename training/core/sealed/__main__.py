"""Render documents until standard input ends."""

import base64
import json
import os
import sys
from importlib import import_module
from typing import Any, BinaryIO

from training.core.sealed import frames, limits


def main() -> int:
    """Answer each frame with `{"pdf": …}` or `{"error": …}`; weasyprint is loaded under the limits."""
    limits.seal()
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not look like an answer
    try:
        engine = import_module("training.core.sealed.rendering")  # under the limits: it loads WeasyPrint and Pango
    except OSError as error:
        _answer(outgoing, {"error": "engine", "detail": str(error)[:250]})
        return 1
    renderer = engine.Renderer(json.loads(os.environ["SEALED_FONTS"]))
    _answer(outgoing, {"ready": True})
    while (frame := frames.read(incoming)) is not None:
        limits.allow_next()
        _answer(outgoing, _rendered(renderer, json.loads(frame)))
    return 0


def _rendered(renderer: Any, document: dict[str, Any]) -> dict[str, Any]:
    try:
        assets = {name: base64.b64decode(text) for name, text in document["assets"].items()}
        return {"pdf": base64.b64encode(renderer.pdf(document["html"], assets, whole=document["whole"])).decode()}
    except MemoryError:
        raise SystemExit(3) from None  # a new process is safer than one that ran out
    except Exception as error:  # noqa: BLE001 - whatever the engine raises is the document's answer
        return {"error": "refused", "detail": f"{type(error).__name__}: {error}"[:250]}


def _answer(outgoing: BinaryIO, answer: dict[str, Any]) -> None:
    outgoing.write(frames.packed(json.dumps(answer).encode()))
    outgoing.flush()


if __name__ == "__main__":
    sys.exit(main())
