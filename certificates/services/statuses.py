"""Status lists: a place for each credential, a mark when it no longer counts, and the list signed anew.

Superseded is marked as revoked is: the issuer no longer stands for what the old paper says, and a wallet that knows the
list alone must not call it valid. Which of the two it is, and why, stands on the verification page. A mark is a row that
is only ever added, so nothing is ever unmarked.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from certificates.models import Certificate, StatusList, StatusMark
from certificates.rules import badges, bitstrings
from certificates.services.refusals import ListUnavailable, NotDue
from certificates.signing import issuers, keys
from certificates.states import Failure
from training.core import canonical, outbox
from training.core.models import Complex

OWED = "certificates.status"
FULL = bitstrings.ENTRIES // 2  # beyond it a random place is taken too often; the next list begins
VALID = timedelta(days=7)  # whoever kept a list longer must fetch it again
SIGNED_ANEW = timedelta(days=1)
TTL = 60_000  # milliseconds; as long as its answer may be kept
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Given:
    """The place of one certificate, and under whose DID its list stands."""

    did: str
    place: badges.Place


def give_place(certificate: Certificate) -> None:
    """A random place that nobody has, in the transaction of the intent. Two of one complex wait for each other here."""
    try:
        found = _open(certificate.complex)
    except keys.KeyMissing as missing:
        raise NotDue(str(Failure.KEY.label)) from missing
    certificate.status_list, certificate.status_index = found, _free(found)


def place_of(certificate: Certificate) -> Given:
    if certificate.status_list is None or certificate.status_index is None:
        raise ValueError("A certificate from before there were credentials has no place.")
    address = _address(certificate.complex, certificate.status_list.number)
    return Given(certificate.status_list.issuer, badges.Place(address, certificate.status_index))


def issuer_of(complex: Complex, did: str) -> issuers.Issuer:
    """Who signs a list and the credentials that name it. Raises keys.KeyMissing."""
    return issuers.named(complex.key, complex.address("/"), did)


def mark(certificate: Certificate, *, now: datetime) -> None:
    """It no longer counts: at once for whoever asks, since a text without this mark is not given out from now on."""
    if certificate.status_list_id is None or certificate.status_index is None:
        return
    StatusList.objects.filter(pk=certificate.status_list_id).update(version=F("version") + 1)
    StatusMark.objects.create(status_list_id=certificate.status_list_id, index=certificate.status_index, at=now)
    outbox.owe(OWED, certificate.status_list_id, now=now, complex_id=certificate.complex_id)


def current(complex: Complex, number: int, *, now: datetime) -> str | None:
    """The signed list with every mark; None where there is no such list. Raises ListUnavailable rather than give an old
    one."""
    found = StatusList.objects.of(complex).select_related("complex__site").filter(number=number).first()
    if found is None:
        return None
    if found.is_current and found.signed_at is not None and now < found.signed_at + VALID:
        return found.text
    try:
        return publish(found, now=now)
    except keys.KeyMissing as missing:
        log.critical("status_list_unsigned", complex=complex.key, file=str(missing))
        raise ListUnavailable from missing


def publish(status_list: StatusList, *, now: datetime) -> str:
    """Sign the list as it is now. A text that a later mark has overtaken is not kept."""
    marked = list(status_list.marks.values_list("index", flat=True))
    issuer = issuer_of(status_list.complex, status_list.issuer)
    document = badges.status_list(
        address=_address(status_list.complex, status_list.number),
        issuer=issuer.did,
        encoded=bitstrings.encoded(marked),
        now=now,
        until=now + VALID,
        ttl=TTL,
    )
    text = canonical.text(issuer.signed(document, now=now))
    unchanged = StatusList.objects.filter(pk=status_list.pk, version=status_list.version)
    unchanged.update(text=text, signed_version=status_list.version, signed_at=now)
    return text


def refresh(*, now: datetime) -> None:
    """Sign anew what is older than a day or out of date, so that nobody is given a list that is about to end."""
    due = Q(signed_at=None) | Q(signed_at__lte=now - SIGNED_ANEW) | ~Q(signed_version=F("version"))
    for found in StatusList.objects.select_related("complex__site").filter(due):
        try:
            publish(found, now=now)
        except keys.KeyMissing as missing:
            log.critical("status_list_unsigned", complex=found.complex.key, file=str(missing))


def publish_owed(status_list_id: int, *, now: datetime) -> None:
    """Performs what a mark owes; nothing where somebody asked for the list first."""
    found = StatusList.objects.select_related("complex__site").get(pk=status_list_id)
    if not found.is_current:
        publish(found, now=now)


@transaction.atomic
def _open(complex: Complex) -> StatusList:
    """The list that is being filled under the present issuer, with one place more taken; the next one where it is full.

    The statement that counts the place is the lock.
    """
    did = issuers.of(complex.key, complex.address("/")).did
    latest = StatusList.objects.of(complex).order_by("-number").first()
    if latest is not None and latest.issuer == did and _takes_one_more(latest):
        return latest
    return StatusList.objects.create(complex=complex, number=latest.number + 1 if latest else 1, issuer=did, taken=1)


def _takes_one_more(status_list: StatusList) -> bool:
    return bool(StatusList.objects.filter(pk=status_list.pk, taken__lt=FULL).update(taken=F("taken") + 1))


def _free(status_list: StatusList) -> int:
    """At most half of the places are taken, so a second draw is rare and a third rarer."""
    while True:
        index = secrets.randbelow(bitstrings.ENTRIES)
        if not status_list.certificates.filter(status_index=index).exists():
            return index


def _address(complex: Complex, number: int) -> str:
    return complex.address(f"/status/{number}")
