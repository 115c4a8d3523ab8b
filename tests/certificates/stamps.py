"""A timestamp authority on loopback: RFC 3161 over HTTP, with a certificate of its own under a root of its own."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper


class Authority:
    """Answers at `url`; `broken` says in which way it answers wrongly. `root` is its root certificate as PEM."""

    def __init__(self, days=900):
        root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))  # pyHanko's stamper knows RSA only
        root = _certificate("Stamp root", "Stamp root", root_key.public_key(), root_key, days, is_root=True)
        leaf = _certificate("Stamp authority", "Stamp root", key.public_key(), root_key, days, is_root=False)
        self.ends = leaf.not_valid_after_utc
        self.root, self.broken = root.public_bytes(Encoding.PEM), ""
        self.stamper = DummyTimeStamper(
            tsa_cert=_asn1(leaf),
            tsa_key=asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
            certs_to_embed=[_asn1(root)],
        )
        self.server = HTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, body: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(body)
        if self.broken == "other bytes":
            asked["message_imprint"]["hashed_message"] = b"\0" * 32
        if self.broken == "other nonce":
            asked["nonce"] = 7
        return self.stamper.request_tsa_response(asked).dump()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def _handler(authority):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(500 if authority.broken == "fault" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(b"no" if authority.broken == "fault" else authority.answer(body))

        def log_message(self, *args):
            pass

    return Handler


def _certificate(subject, issuer, public, signing_key, days, *, is_root):
    now = datetime.now(UTC)
    name = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])  # noqa: E731 - one line
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(public)
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=900))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
    )  # fmt: skip
    if not is_root:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signing_key, hashes.SHA256())


def _asn1(certificate):
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
