"""Owed work of accounts: copies, erasures, and the daily erasing."""

from celery import shared_task
from django.utils.translation import gettext_lazy

from training.accounts.services import erasure, exports, retention
from training.core import clock, outbox


@outbox.handler(exports.OWED, gettext_lazy("Make a copy of somebody's data"))
def make_export(export_id: str) -> None:
    exports.make(int(export_id), now=clock.now())


@outbox.handler(erasure.OWED, gettext_lazy("Erase a person's data"))
def erase_person(request_id: str) -> None:
    erasure.perform(int(request_id), now=clock.now())


@outbox.handler(retention.OWED, gettext_lazy("Erase what is kept no longer"))
def keep_to_the_rules(day: str) -> None:
    retention.run(now=clock.now())


@shared_task(name="accounts.owe_retention")
def owe_retention() -> None:
    """Called by beat more often than once a day; the erasing of a day is owed once."""
    retention.owe(now=clock.now())
