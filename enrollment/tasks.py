"""How owed work of this app is performed: one id in, one service call."""

from celery import shared_task

from enrollment.models import Offer
from enrollment.services import deadlines, documents, offers
from training.core import clock, outbox


@outbox.handler(offers.EXPIRY)
def expire_offer(subject: str) -> None:
    offer = Offer.objects.select_related("application__cohort").filter(pk=subject).first()
    if offer is not None:
        offers.expire(offer, now=clock.now())


@shared_task(name="enrollment.remind")
def remind() -> None:
    """Called by beat more often than once a day; the mail of a day is sent once."""
    deadlines.remind_all(now=clock.now())


@shared_task(ignore_result=True)
def erase_documents() -> int:
    """Papers whose time has come; what a run leaves, the next one takes."""
    return documents.erase_due(now=clock.now())
