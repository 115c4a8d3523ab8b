"""Verification codes: 90 random bits and ten check bits, typed as five groups of four.

The letters are Crockford's: digits and capitals without I, L, O and U, so nothing that is read as another thing is
ever printed, and what is typed as one of those is understood. The two check letters are the value modulo 1021, a
prime: any one wrong letter and any two neighbors swapped are noticed before a database is asked.
"""

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LETTERS = 18  # 5 bits each: 90, and at least 80 are asked for
LETTERS = RANDOM_LETTERS + 2
PRIME = 1021
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new() -> str:
    """A fresh code, ungrouped, from the system's randomness."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS))
    return random + check_letters(random)


def check_letters(random: str) -> str:
    remainder = _value(random) % PRIME
    return ALPHABET[remainder // 32] + ALPHABET[remainder % 32]


def grouped(code: str) -> str:
    """As it is printed and read aloud: `7K3M-…`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def squeezed(typed: str) -> str:
    """What was typed without spaces, dashes and case, and with letters read as the digits they look like."""
    compatible = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in compatible if char.isalnum()).translate(READ_AS)


def has_shape(typed: str) -> bool:
    """True for text that somebody may have meant as a code, right or wrong."""
    code = squeezed(typed)
    return len(code) == LETTERS and all(char in ALPHABET for char in code)


def without_address(typed: str) -> str:
    """The code out of a pasted address; anything else as it was."""
    _before, found, after = typed.partition("/verify/")
    return after.partition("/")[0].partition("?")[0] if found else typed


def parsed(typed: str) -> str | None:
    """The code that was typed, or None where no code of ours can look like this."""
    code = squeezed(typed)
    if not has_shape(code) or check_letters(code[:RANDOM_LETTERS]) != code[RANDOM_LETTERS:]:
        return None
    return code


def keyed_hash(code: str, key: str) -> str:
    """What the database looks a code up by: without the key, a stolen table tells no code."""
    return hmac.new(key.encode(), b"certificates.code:" + code.encode(), hashlib.sha256).hexdigest()


def commitment(code: str, label: str, value: str) -> str:
    """Binds a value to a certificate so that only who holds the code can check it (invariant 5)."""
    key = hmac.new(code.encode(), b"certificates.commitment", hashlib.sha256).digest()
    return hmac.new(key, f"{label}:{value}".encode(), hashlib.sha256).hexdigest()


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + ALPHABET.index(letter)
    return value
