"""Refusals: what was not done, why, and the one thing the person can do."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the field said no. The message is translated and shown to the person as it is."""

    status = 409

    def __init__(self, message: "str | Promise", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Refused(DomainError):
    """The person may not do this."""

    status = 403


class TransitionRefused(DomainError):
    """The state does not allow this step, or somebody else took it first."""


class TooMany(DomainError):
    """A limit was reached; the message says when to come back."""

    status = 429


class NotYet(Exception):
    """What owed work needs is not there now: a key, a service, a disk. It is tried until it is there, and never given up."""


class NobodyAnswers(ImproperlyConfigured):
    """A port was asked, but no app above registered an implementation."""
