"""What is true of a certificate on a day."""

import calendar
from datetime import date

from certificates.states import CertificateState, Truth

OF_STATE = {CertificateState.REVOKED: Truth.REVOKED, CertificateState.SUPERSEDED: Truth.SUPERSEDED}


def truth(state: str, expires_on: date | None, today: date) -> Truth:
    """The one answer. An intended or voided one was never issued: no paper with its code has left the house.

    A certificate is valid on the day it expires on, until that day ends in the complex's zone.
    """
    if state in (CertificateState.INTENDED, CertificateState.VOIDED):
        return Truth.NEVER_ISSUED
    if state != CertificateState.ISSUED:
        return OF_STATE[CertificateState(state)]
    return Truth.EXPIRED if expires_on is not None and today > expires_on else Truth.VALID


def expiry(issued_on: date, months: int | None) -> date | None:
    """The last day of validity: the day before the same day `months` later; the month's end where there is none."""
    if months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if issued_on.day > last:
        return date(year, month + 1, last)
    return date.fromordinal(date(year, month + 1, issued_on.day).toordinal() - 1)
