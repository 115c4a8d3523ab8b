"""Witness somebody's public log on a machine of your own: no database, no account, no trust in us.

    python -m certificates.witness --name witness.example/w1 --key witness.pem --state seen.json --log KEY [--log KEY]
        [--listen 127.0.0.1:8099]

KEY is a log's public key as its page shows it; take it from a source you trust. The log posts each new checkpoint to
/add-checkpoint (C2SP tlog-witness) with the proof that it continues the last one. Whatever does not, a shorter log or a
rewritten one, is refused: 409 or 422. What was signed last stands in the state file, which is written anew as a whole before
an answer goes out; keep it, for without it the witness begins again. The key file is made where it is missing, and the
witness's own public key is printed: give it to the log's operator and to whoever checks certificates.

Put a server that speaks HTTPS in front of it. One process for one state file.
"""

import argparse
import base64
import fcntl
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from certificates.rules import witnessing
from certificates.rules.witnessing import MOST_BYTES, Refused, Seen
from certificates.signing import cosignatures, notes

PATH = "/add-checkpoint"
SECONDS = 20


@dataclass
class Witness:
    """A name and a key, the logs that are believed, and the file that remembers."""

    name: str
    key: Ed25519PrivateKey
    logs: Mapping[str, Ed25519PublicKey]
    state: Path
    clock: Callable[[], float] = time.time
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def verifier(self) -> str:
        return cosignatures.verifier(self.name, self.key.public_key())

    def add_checkpoint(self, raw: bytes) -> str:
        """The cosignature line for a checkpoint that continues the last one. Raises Refused.

        Comparing and remembering are one step, in this process and between processes.
        """
        asked = witnessing.parsed(raw)
        if asked.origin not in self.logs:
            raise Refused(404, "This log is not known here.\n")
        if not notes.is_signed(asked.note, name=asked.origin, key=self.logs[asked.origin]):
            raise Refused(403, "No signature of the log's key holds.\n")
        with self.lock, _alone(self.state):
            seen = _read(self.state)
            witnessing.judge(asked, seen.get(asked.origin, Seen()))
            _write(self.state, {**seen, asked.origin: Seen(asked.size, asked.root)})
        return cosignatures.line(asked.note, name=self.name, key=self.key, at=int(self.clock()))


class _alone:
    """Nobody else reads and writes this state meanwhile; the kernel lets go where a process dies."""

    def __init__(self, state: Path) -> None:
        self.path = state.with_name(f"{state.name}.lock")

    def __enter__(self) -> None:
        self.file = self.path.open("a")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_error: object) -> None:
        self.file.close()


def _read(state: Path) -> dict[str, Seen]:
    """What was signed last of each log. A state that cannot be read stops the witness: it must not begin again unasked."""
    if not state.exists():
        return {}
    found = json.loads(state.read_text())
    return {origin: Seen(size, base64.b64decode(root)) for origin, (size, root) in found.items()}


def _write(state: Path, seen: Mapping[str, Seen]) -> None:
    """Temporary file, fsync, rename: after a power cut there is the old state or the new one."""
    text = json.dumps({origin: [one.size, base64.b64encode(one.root).decode()] for origin, one in seen.items()})
    descriptor, temporary = tempfile.mkstemp(dir=state.parent or ".", prefix=f".{state.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, state)
    folder = os.open(state.parent or ".", os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Handler(BaseHTTPRequestHandler):
    """One request; nothing but /add-checkpoint is answered."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    witness: Witness

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            return self._answer(400, "This is no request to add a checkpoint.\n")
        raw = self.rfile.read(int(length))
        if self.path != PATH:
            return self._answer(404, "Checkpoints are posted to /add-checkpoint.\n")
        try:
            return self._answer(200, self.witness.add_checkpoint(raw))
        except Refused as refused:
            return self._answer(refused.status, refused.text, refused.kind)

    def do_GET(self) -> None:
        self._answer(405 if self.path == PATH else 404, "Checkpoints are posted to /add-checkpoint.\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody's address on the screen; what matters stands in the state file."""

    def _answer(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((host, port), type("Bound", (Handler,), {"witness": witness}))


def kept_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file, which is made where it is missing."""
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(made)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path}: not an Ed25519 key")
    return key


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="certificates.witness", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--name", required=True)
    parser.add_argument("--key", required=True, type=Path)
    parser.add_argument("--state", required=True, type=Path)
    parser.add_argument("--log", required=True, action="append")
    parser.add_argument("--listen", default="127.0.0.1:8099")
    asked = parser.parse_args(arguments)
    try:
        logs = dict(notes.parsed_verifier(text) for text in asked.log)
        witness = Witness(asked.name, kept_key(asked.key), logs, asked.state)
        _read(asked.state)
        host, _colon, port = asked.listen.rpartition(":")
        serving = server(witness, host, int(port))
    except (ValueError, OSError) as error:
        print(f"{error}", file=sys.stderr)  # noqa: T201 - a terminal's
        return 2
    print(witness.verifier, flush=True)  # noqa: T201 - what the log's operator is given
    serving.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
