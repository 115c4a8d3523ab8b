"""One event as iCalendar: on its page, and in the mails about it. The newest revision wins (RFC 5545 3.8.7.4)."""

from datetime import datetime

from icalendar import Event as Component

from enrollment.queries.feeds import KIND, empty
from training.consortium.models import Event
from training.consortium.states import EventState
from training.core.mail import Attachment
from training.core.models import Delivery

ATTACHED = ("consortium.event",)


def calendar(event: Event, *, now: datetime) -> bytes:
    feed = empty(event.complex, str(event))
    entry = Component()
    entry.add("uid", f"event-{event.pk}@{event.complex.site.hostname}")
    entry.add("dtstamp", now)
    entry.add("sequence", event.revision)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", str(event))
    entry.add("location", event.where)
    entry.add("status", "CANCELLED" if event.state == EventState.CANCELED else "CONFIRMED")
    entry.add("url", event.complex.address(f"/events/{event.pk}/"))
    feed.add_component(entry)
    return feed.to_ical()


def attachment(delivery: Delivery, now: datetime) -> Attachment | None:
    """The event as it stands when the mail goes out."""
    rows = Event.objects.of(delivery.complex).select_related("complex__site", "venue")
    event = rows.filter(pk=delivery.context.get("event_id")).first()
    return Attachment("event.ics", calendar(event, now=now), KIND) if event else None
