"""What beat has to do for the consortium: one call each."""

from celery import shared_task

from training.consortium.services import outcomes
from training.core import clock


@shared_task(name="consortium.ask_outcomes")
def ask_outcomes() -> None:
    """Called by beat every day; each question is asked once."""
    outcomes.ask_all(now=clock.now())
