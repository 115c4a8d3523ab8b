"""Why something was not issued, revoked or answered."""

from training.core.errors import DomainError


class NotDue(DomainError):
    """This person cannot get this paper now; the sentence says why."""


class NothingDue(DomainError):
    """Nobody in the cohort can get this paper now."""


class TrialFirst(DomainError):
    """The rest waits until the trial was issued and looked at."""


class StillStands(DomainError):
    """A paper rests on what was to be changed."""


class Overtaken(DomainError):
    """Somebody else changed this since the page was opened."""

    status = 409


class AnotherPerson(DomainError):
    """This is decided by somebody else than the one who proposed it, or taken back by nobody but them."""

    status = 403


class NothingChosen(DomainError):
    """No certificate was chosen that could be revoked."""

    status = 422


class ListUnavailable(Exception):
    """The status list cannot be signed as it is; an older one would say what is no longer true."""
