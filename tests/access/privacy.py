"""Rules of the pages about personal data: the person's own, and the desk of those who answer for it."""

from tests.access.rules import Rule, only

OPERATORS = only("operator", "admin")

RULES = {
    "accounts:privacy_desk": Rule(lambda cast: "/desk/privacy/", OPERATORS),
    "accounts:access": Rule(lambda cast: "/desk/privacy/access/", OPERATORS),
    "accounts:access_file": Rule(lambda cast: "/desk/privacy/access.csv", OPERATORS),
}
