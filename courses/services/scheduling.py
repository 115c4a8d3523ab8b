"""What was put off comes due: pages go live, and others expire, at the time their authors set."""

from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Page, PageLogEntry, Revision

log = structlog.get_logger(__name__)


def come_due(*, now: datetime) -> tuple[int, int]:
    """Publish and expire what is due, each page in a transaction of its own. Returns how many of each.

    The database says what is due, so a beat that was missed is made up by the next one. A page that fails is tried
    again then, and keeps no other back.
    """
    expired = sum(_tried(_expire, pk, now) for pk in _expiring(now))
    published = sum(_tried(_publish, pk, now) for pk in _going_live(now))
    return published, expired


def _expiring(now: datetime) -> list[int]:
    found = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    return list(found.values_list("pk", flat=True))


def _going_live(now: datetime) -> list[int]:
    found = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return list(found.values_list("pk", flat=True))


def _tried(act: Any, pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return bool(act(pk, now))
    except Exception as error:
        log.exception("page_not_due", act=act.__name__, subject=pk, error=type(error).__name__)
        return False


def _expire(pk: int, now: datetime) -> bool:
    page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(pk: int, now: datetime) -> bool:
    """The page stays locked, so that a second worker finds the revision already published."""
    revision = Revision.page_revisions.filter(pk=pk).first()
    if revision is None or not Page.objects.select_for_update().filter(pk=revision.object_id).exists():
        return False
    if not Revision.objects.filter(pk=pk, approved_go_live_at__lte=now).exists():
        return False
    by = _who_put_it_off(revision)
    revision.publish(user=by, log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    return True


def _who_put_it_off(revision: Revision) -> Any:
    """Whose decision it was that this goes live; it is theirs as well when nobody is there to press the button."""
    entry = (
        PageLogEntry.objects.filter(page_id=revision.object_id, revision=revision, action="wagtail.publish.schedule")
        .order_by("-timestamp")
        .first()
    )
    return get_user_model()._default_manager.filter(pk=entry.user_id).first() if entry else None
