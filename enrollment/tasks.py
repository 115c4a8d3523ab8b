"""How owed work of this app is performed: one id in, one service call."""

from celery import shared_task

from enrollment.models import Offer
from enrollment.services import deadlines, offers
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
