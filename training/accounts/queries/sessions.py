"""Where somebody is signed in, in words."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from training.accounts.models import User

SYSTEMS = (
    ("Android", r"Android"), ("iOS", r"iPhone|iPad"), ("Windows", r"Windows"), ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)  # fmt: skip
BROWSERS = (
    ("Samsung Internet", r"SamsungBrowser"), ("Whale", r"Whale/"), ("Edge", r"Edg/"), ("Opera", r"OPR/"),
    ("Firefox", r"Firefox/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One place where somebody is signed in."""

    pk: int
    where: str
    address: str
    since: datetime
    is_here: bool


def of_person(person: User, *, current: str) -> list[Place]:
    """Sessions that still stand, this one first, then the latest. One query for each, since each has its own row."""
    found = [
        Place(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == current)
        for row in UserSession.objects.purge_and_list(person)
    ]
    return sorted(found, key=lambda place: (not place.is_here, -place.since.timestamp()))


def device(agent: str) -> str:
    """`Chrome · Windows`, as far as a browser says."""
    known = [next((name for name, pattern in names if re.search(pattern, agent)), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in known if name) or _("unknown device")
