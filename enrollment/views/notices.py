"""Notices to cohorts: written, shown with their readers, confirmed, and followed until each is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.notices import WriteNoticeForm
from enrollment.models import CohortNotice
from enrollment.permissions.attendance import may_open_desk
from enrollment.queries import audience
from enrollment.queries import cohort_notices as queries
from enrollment.services import notices
from enrollment.views.common import posted, tried
from training.accounts.permissions import is_operator
from training.core.errors import Refused
from training.core.requests import Request

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
APART = frozenset({TOKEN, "confirmed", "fingerprint", "edit"})


@require_safe
def sent_notices(request: Request) -> HttpResponse:
    """What was sent to cohorts, the newest first."""
    _only_staff(request)
    page = queries.page(request.user, request.complex, number=request.GET.get("page", "1"))
    return render(request, "enrollment/teach/notices.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
def write_notice(request: Request) -> HttpResponse:
    """The form, then the page that says who gets it, then the act."""
    _only_staff(request)
    form = WriteNoticeForm(
        posted(request),
        cohorts=queries.cohorts(request.user, request.complex),
        operates=is_operator(request.user, request.complex),
        initial={"cohorts": request.GET.getlist("cohort")[:20]} if request.method == "GET" else None,
    )
    if not form.is_bound or "edit" in request.POST or not form.is_valid():
        asked_again = "edit" in request.POST
        status = 422 if form.is_bound and not asked_again else 200
        return render(request, "enrollment/teach/write_notice.html", {"form": form}, status=status)
    return _shown_or_sent(request, form)


def _shown_or_sent(request: Request, form: WriteNoticeForm) -> HttpResponse:
    reached = audience.reached(form.cleaned_data["cohorts"], form.cleaned_data["audience"])
    confirmed = request.POST.get("confirmed") == "1"
    if not confirmed or request.POST.get("fingerprint") != reached.fingerprint:
        return _asked(request, form, reached, changed=confirmed)
    sent: list[CohortNotice] = []
    status = tried(form, lambda: sent.append(_send(request, form, reached)))
    if status:
        return render(request, "enrollment/teach/write_notice.html", {"form": form}, status=status)
    n = sent[0].recipients
    told = ngettext("The notice goes out to %(n)d person.", "The notice goes out to %(n)d people.", n)
    messages.success(request, told % {"n": n})
    return redirect("enrollment:sent_notice", sent[0].pk)


def _send(request: Request, form: WriteNoticeForm, reached: audience.Reached) -> CohortNotice:
    return notices.send(
        form.cleaned_data["cohorts"],
        form.writing(),
        readers=reached.readers,
        by=request.user,
        now=request.now,
        token=form.cleaned_data["token"],
    )


def _asked(request: Request, form: WriteNoticeForm, reached: audience.Reached, *, changed: bool) -> HttpResponse:
    """Who gets it. `changed` says that the list is another than the one that was confirmed."""
    shown = audience.names(reached)
    context: dict[str, Any] = {
        "form": form,
        "writing": form.writing(),
        "cohorts": form.cleaned_data["cohorts"],
        "reached": reached,
        "names": shown,
        "more": len(reached.readers) - len(shown),
        "changed": changed,
        "fields": [(name, value) for name, values in request.POST.lists() for value in values if name not in APART],
    }
    return render(request, "enrollment/teach/confirm_notice.html", context, status=409 if changed else 200)


@require_safe
def sent_notice(request: Request, notice_id: int) -> HttpResponse:
    """What one notice said, to whom it went, and how far it is."""
    _only_staff(request)
    notice = get_object_or_404(queries.visible(request.user, request.complex), pk=notice_id)
    context = {"notice": notice, "progress": queries.progress(notice)}
    if request.headers.get("HX-Request"):
        return render(request, "enrollment/teach/includes/notice_progress.html", context)
    context["cohorts"] = queries.told_cohorts(notice)
    context["operates"] = is_operator(request.user, request.complex)
    return render(request, "enrollment/teach/sent_notice.html", context)


def _only_staff(request: Request) -> None:
    if not may_open_desk(request.user, request.complex):
        raise Refused(_("This desk is for instructors. If you teach here, ask the office for the role."))
