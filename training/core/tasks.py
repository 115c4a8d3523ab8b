"""The one Celery task, and the sweeper."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils.translation import gettext_lazy

from training.core import clock, mail, outbox
from training.core.services import bounces


@shared_task(name="core.perform")
def perform(owed_id: int) -> None:
    outbox.perform(owed_id)


@shared_task(name="core.sweep")
def sweep() -> None:
    outbox.sweep(now=clock.now())


@shared_task(name="core.prune")
def prune() -> None:
    outbox.prune(now=clock.now())


@shared_task(name="core.read_bounces")
def read_bounces() -> None:
    """What the mail server put into BOUNCE_DIR, where there is one."""
    if settings.BOUNCE_DIR and Path(settings.BOUNCE_DIR).is_dir():
        bounces.read_folder(Path(settings.BOUNCE_DIR), now=clock.now())


@outbox.handler(mail.OWED, gettext_lazy("Send a mail"))
def deliver(delivery_id: str) -> None:
    mail.deliver(int(delivery_id), now=clock.now())


def _by_broker(owed_id: int, kind: str) -> None:
    queue = settings.HEAVY_QUEUE if outbox.is_heavy(kind) else ""
    perform.apply_async((owed_id,), retry=False, queue=queue or settings.CELERY_TASK_DEFAULT_QUEUE)


outbox.use_messenger(_by_broker)
