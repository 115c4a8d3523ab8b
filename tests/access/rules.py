"""The table of role × route × owner: every named route of ours has one rule, or the test fails."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.cast import Cast

EVERYONE = frozenset(
    "stranger trainee other_trainee applicant instructor other_instructor lead operator admin employer neighbor".split()
)
SIGNED_IN = EVERYONE - {"stranger"}


@dataclass(frozen=True)
class Rule:
    """Who may go where. `address` builds the address for rows of the cast; it may create what it needs.

    `allowed` people get an answer below 400 that is no way to the sign-in page (a post may also get 400, 409 or 422: the
    door was open). Others who are signed in get 403 or 404, strangers the way to the sign-in page (302), 403 or 404.
    """

    address: Callable[[Cast], str]
    allowed: frozenset[str]
    method: str = "get"
    data: Callable[[Cast], dict] | None = None


def only(*names: str) -> frozenset[str]:
    return frozenset(names)
