"""What templates say of dates, states and the frame: `{% load core %}`."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from training.core import ports, words
from training.core.forms import FormError, errors_to_show
from training.core.requests import Request

register = template.Library()
LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}
TONES = {
    **{tone: tone for tone in ("ok", "info", "warn", "danger")},
    **{"success": "ok", "warning": "warn", "error": "danger", "debug": "info"},  # Django's message levels
}

register.filter("date_words", words.date_words)
register.filter("date_range", words.date_range)
register.filter("time24", words.time24)
register.filter("moment", words.moment)
register.filter("deadline", words.deadline)
register.filter("number", words.number)


@register.filter
def unlocalized(value: Any) -> str:
    """A number for a machine: an attribute of `<progress>` or of SVG."""
    return str(value)


# --- time ---------------------------------------------------------------------------------------
def _said(value: date | time, style: str) -> str:
    if style == "iso":
        return words.local_day(value).isoformat() if isinstance(value, date) else words.time24(value)
    if style == "time" or isinstance(value, time):
        return words.time24(value)  # type: ignore[arg-type]  # a date has no time; the template asks for one it has
    if not isinstance(value, datetime) or style == "date":
        return words.date_words(value)
    return words.deadline(value) if style == "deadline" else words.moment(value)


@register.simple_tag
def when(value: date | time | None, style: str = "") -> SafeString | str:
    """`<time datetime=…>` around the words. Styles: none, "date", "time", "deadline", "iso"."""
    if value is None:
        return words.UNKNOWN
    machine = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), _said(value, style))


# --- states -------------------------------------------------------------------------------------
@register.simple_tag
def kind_of(kind: str) -> str:
    """The tone of a component: `ok`, `info`, `warn`, `danger` or `plain`; Django's message levels are known too."""
    return TONES.get(str(kind), "plain")


@register.simple_tag
def attendance_of(status: str) -> dict[str, Any]:
    """How a day is shown: its word, its letter and whether it bears a mark."""
    known = {
        "present": (_("present"), pgettext("attendance letter", "P")),
        "late": (_("late"), pgettext("attendance letter", "L")),
        "left_early": (_("left early"), pgettext("attendance letter", "E")),
        "away": (_("away"), pgettext("attendance letter", "A")),
        "absent": (_("absent"), pgettext("attendance letter", "X")),
        "recognized": (_("recognized absence"), pgettext("attendance letter", "R")),
        "checked_in": (_("checked in only"), pgettext("attendance letter", "I")),
        "upcoming": (_("to come"), ""),
        "holiday": (_("holiday"), ""),
    }
    word, letter = known[str(status)]
    return {"status": str(status), "word": word, "letter": letter, "marked": bool(letter)}


@register.simple_tag
def certificate_of(status: str) -> dict[str, str]:
    """How a certificate's state is shown: its word and its icon. Never without the sentence of the screen."""
    known = {
        "valid": pgettext("certificate", "valid"),
        "revoked": pgettext("certificate", "revoked"),
        "superseded": pgettext("certificate", "superseded"),
        "expired": pgettext("certificate", "expired"),
        "never_issued": pgettext("certificate", "never issued"),
        "cannot_confirm": pgettext("certificate", "cannot confirm"),
        "intended": pgettext("certificate", "being issued"),
    }
    icon = "clock" if str(status) == "expired" else f"cert-{status}"
    return {"status": str(status), "word": known[str(status)], "icon": icon}


@register.simple_tag
def errors_of(form: BaseForm | None) -> list[FormError]:
    """What the error summary lists; empty the second time, so that a page and crispy never say it twice."""
    return errors_to_show(form) if form is not None else []


# --- frame --------------------------------------------------------------------------------------
@register.simple_tag
def page_path(path: str) -> str:
    """The address of a CMS page in the reader's language: `courses/` → `/courses/` or `/en/courses/`."""
    return f"/en/{path}" if words.language() == "en" else f"/{path}"


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString | str:
    """Marks the link of the place one is at: `aria-current` page for itself, true for what is below."""
    request: Request | None = context.get("request")
    if request is None or not request.path.startswith(address):
        return ""
    return format_html(' aria-current="{}"', "page" if request.path == address else "true")


@register.simple_tag(takes_context=True)
def desk_links(context: Context) -> list[ports.DeskLink]:
    """The desks this person may use."""
    request: Request | None = context.get("request")
    return ports.desk_links(request) if request is not None else []


@register.simple_tag(takes_context=True)
def desk_pages(context: Context) -> list[ports.MenuGroup]:
    """The pages below the desk at which one is, for the bar under the head."""
    request: Request | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return ports.menu(request.path.split("/")[1], request)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **values: Any) -> str:
    """The present query with some values changed: `?page=2`."""
    query = context["request"].GET.copy()
    for name, value in values.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """To the other language: on a CMS page its translation (or the nearest above), elsewhere the same address."""
    other = "ko" if words.language() == "en" else "en"
    page, request = context.get("page"), context.get("request")
    return {
        "other": other,
        "name": LANGUAGE_NAMES[other],
        "address": _translated(page, other, request) if isinstance(page, Page) and page.pk else "",
        "next": request.get_full_path() if request is not None else "/",
        "csrf_token": context.get("csrf_token"),
    }


def _translated(page: Page, language: str, request: Request | None) -> str:
    """The address of the page in another language, else of its nearest ancestor that has one."""
    if hasattr(page, "address_in"):  # a page that knows its twin
        return str(page.address_in(language))
    lineage = page.get_ancestors(inclusive=True).filter(depth__gt=1).order_by("-depth")
    keys = list(lineage.values_list("translation_key", flat=True))
    found = {
        translation.translation_key: translation
        for translation in Page.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    }
    for key in keys:
        if key in found:
            return str(found[key].get_url(request) or "")
    return ""


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(context: Context) -> dict[str, Any]:
    """Where a CMS page stands, from the second level below the home page on; plain views fill the block themselves."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, Page) or page.depth < 3:
        return {"rows": []}
    above = page.get_ancestors().filter(depth__gt=1).live()
    return {"rows": [(ancestor.title, ancestor.get_url(request)) for ancestor in above], "here": page.title}
