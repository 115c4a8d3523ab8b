"""The code of a certificate at rest: its hash finds it, its sealed text can print it, and only that can be erased.

Both come from `settings.CODE_KEY`. The holder must see the code and a page that failed half-way must be drawn again, so
the code is kept, but encrypted; a stolen database alone shows none.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings

from certificates.rules import codes


def hashed(code: str) -> str:
    return codes.keyed_hash(code, settings.CODE_KEY)


def seal(code: str) -> str:
    return _fernet(settings.CODE_KEY).encrypt(code.encode()).decode()


def opened(sealed: str) -> str | None:
    """The code in clear, or None after it was erased."""
    return _fernet(settings.CODE_KEY).decrypt(sealed.encode()).decode() if sealed else None


@lru_cache(maxsize=2)
def _fernet(key: str) -> Fernet:
    derived = hashlib.sha256(b"certificates.code.sealed:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
