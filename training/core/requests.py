"""What views are handed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:  # models serve pages, and so name requests themselves
    from training.core.models import Complex


class Request(HttpRequest):
    """A request with what the middleware puts on it. For types only: Django makes the request."""

    now: datetime  # taken once, passed down
    complex: "Complex"  # of the host that was asked
    language_of_person: str  # account, else cookie, else browser
    id: str  # named on the page of a fault and in the log
    htmx: HtmxDetails
    user: Any  # accounts' User, or a stranger where a view is open; core does not know accounts
