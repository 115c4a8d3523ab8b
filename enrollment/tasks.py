"""How owed work of this app is performed: one id in, one service call."""

from enrollment.models import Offer
from enrollment.services import offers
from training.core import clock, outbox


@outbox.handler(offers.EXPIRY)
def expire_offer(subject: str) -> None:
    offer = Offer.objects.select_related("application__cohort").filter(pk=subject).first()
    if offer is not None:
        offers.expire(offer, now=clock.now())
