"""A key that lies in a token (PKCS#11): SoftHSM stands in for a hardware security module."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from certificates.signing import authorities, pades, papers
from certificates.signing.keys import KeyMissing
from tests import factories as ground
from tests.certificates.test_signing import WORDING, blank, check  # noqa: F401 - blank is the smallest page
from tests.conftest import lacking

NOW, PIN = ground.NOW, "2468"
LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """SoftHSM with one token of our own; its library reads where tokens are kept once in a process."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    found = next((path for path in LIBRARIES if Path(path).exists()), None)
    if found is None:
        lacking("SoftHSM (softhsm2) is not installed")
    folder = tmp_path_factory.mktemp("tokens")
    (folder / "kept").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/kept\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    softhsm("--init-token", "--free", "--label", "ochang", "--pin", PIN, "--so-pin", PIN)
    yield found
    del os.environ["SOFTHSM2_CONF"]


def softhsm(*arguments):
    subprocess.run(["softhsm2-util", *map(str, arguments)], check=True, capture_output=True, timeout=60)


def carried(p12: bytes, folder: Path, *, label: str, id: str) -> None:
    """The key goes from a file into the token; what stays is `signer.pem`, with the certificates and where the key lies."""
    bundle = load_pkcs12(p12, None)
    (folder / "key.pem").write_bytes(bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    softhsm("--import", folder / "key.pem", "--token", "ochang", "--label", label, "--id", id, "--pin", PIN)
    (folder / "key.pem").unlink()
    certificates = [bundle.cert.certificate, *(entry.certificate for entry in bundle.additional_certs)]
    lines = b"".join(each.public_bytes(Encoding.PEM) for each in certificates)
    (folder / "signer.pem").write_bytes(f"pkcs11:token=ochang;object={label}\n".encode() + lines)


@pytest.fixture
def folder(library, settings, tmp_path):
    """A complex whose key lies in the token alone."""
    settings.KEYS_DIR, settings.TIMESTAMP_URL, settings.SIGNER_PASSPHRASE = tmp_path, "", ""
    settings.PKCS11_MODULE, settings.PKCS11_PIN = library, PIN
    return tmp_path / "demo"


@pytest.fixture
def carry(folder):
    numbers = iter(range(1, 9))

    def act():
        """A new key takes the place of the last one. Returns its label."""
        (folder / "signer.pem").unlink(missing_ok=True)
        authorities.of("demo")
        number = next(numbers)
        label = f"{folder.parent.name}-{number}"
        carried((folder / "signer.p12").read_bytes(), folder, label=label, id=os.urandom(4).hex())
        (folder / "signer.p12").unlink()
        return label

    return act


def sign(page):
    papers.refuse_unless_ready("demo", now=NOW)
    return papers.signed(page, owner="demo", wording=WORDING)


def test_token_signs_what_a_stranger_trusts(carry, blank):  # noqa: F811 - the fixture
    carry()
    made = sign(blank)
    check(made.pdf)
    assert (made.pdf.startswith(blank), made.signature.signer) == (True, "Ochang demonstration signer (demo)")


def test_new_key_in_the_token_takes_over_and_the_old_paper_stays_trusted(carry, folder, blank):  # noqa: F811
    carry()
    earlier = sign(blank)
    (folder / "roots").mkdir()
    (folder / "roots" / "first.pem").write_bytes(authorities.of("demo").above[-1].public_bytes(Encoding.PEM))
    carry()
    later = sign(blank)
    assert earlier.signature.signer_sha256 != later.signature.signer_sha256
    check(earlier.pdf)
    check(later.pdf)


def test_key_in_a_file_is_left_for_a_token_and_taken_up_again(carry, folder, blank):  # noqa: F811
    carry()
    in_token = sign(blank).signature.signer_sha256
    (folder / "signer.pem").rename(folder / "away.pem")
    assert sign(blank).signature.signer_sha256 != in_token
    (folder / "away.pem").rename(folder / "signer.pem")
    assert sign(blank).signature.signer_sha256 == in_token


def _named(text):
    def act(folder, label, settings):
        file = folder / "signer.pem"
        file.write_text(text + file.read_text()[len(f"pkcs11:token=ochang;object={label}") :])

    return act


def _set(**changes):
    def act(folder, label, settings):
        for name, value in changes.items():
            setattr(settings, name, value)

    return act


LOST = {
    "no such key": (_named("pkcs11:token=ochang;object=nobody"), "0 keys"),
    "no such token": (_named("pkcs11:token=elsewhere;object=key"), "no such token"),
    "nothing says where": (_named("pkcs11:token=ochang"), "no line"),
    "no library": (_set(PKCS11_MODULE=""), "PKCS11_MODULE"),
    "a library that is none": (_set(PKCS11_MODULE="/nowhere.so"), "does not answer"),
}


@pytest.mark.parametrize("case", LOST)
def test_missing_key_is_said_and_nothing_is_signed(case, carry, folder, settings):
    act, said = LOST[case]
    act(folder, carry(), settings)
    with pytest.raises(KeyMissing, match=said):
        papers.refuse_unless_ready("demo", now=NOW)


def test_expired_certificate_signs_nothing(carry):
    carry()
    with pytest.raises(KeyMissing, match="expired"):
        papers.refuse_unless_ready("demo", now=NOW + timedelta(days=366 * 6))


def test_key_that_is_not_the_certificates_gives_no_paper(carry, folder, blank):  # noqa: F811
    """Two keys under one name once: what the wrong one signs is read again, and not given out."""
    first = carry()
    carry()
    _named(f"pkcs11:token=ochang;object={first}")(folder, first[:-1] + "2", None)
    with pytest.raises(pades.SignatureUnfit):
        sign(blank)
