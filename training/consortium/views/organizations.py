"""Organizations on the operator's desk: the list, one with its agreements and contacts, and what is changed of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.applications import PaperForm
from enrollment.views.common import posted, refuse_others, tried
from enrollment.views.papers import answer_with
from training.accounts.models import Organization
from training.accounts.services import organizations
from training.consortium.forms.organizations import (
    AgreementForm,
    ContactForm,
    OrganizationFilterForm,
    OrganizationForm,
)
from training.consortium.models import Agreement, AgreementFile, Contact
from training.consortium.queries import organizations as queries
from training.consortium.services import agreements
from training.core import clock
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]
KEPT_NOWHERE = cache_control(private=True, no_store=True)


def _today(request: Request) -> date:
    return clock.day_of(request.now, request.complex.zone)


def _organization(request: Request, organization_id: int) -> Organization:
    refuse_others(request)
    rows = Organization.objects.of(request.complex).select_related("complex__site")
    return get_object_or_404(rows, pk=organization_id)


def _agreement(request: Request, agreement_id: int) -> Agreement:
    refuse_others(request)
    rows = Agreement.objects.of(request.complex).select_related("organization", "complex__site")
    return get_object_or_404(rows, pk=agreement_id)


def _contact(request: Request, contact_id: int) -> Contact:
    refuse_others(request)
    return get_object_or_404(
        Contact.objects.of(request.complex).select_related("organization", "complex"), pk=contact_id
    )  # fmt: skip


def _file(request: Request, file_id: int) -> AgreementFile:
    refuse_others(request)
    rows = AgreementFile.objects.of(request.complex).select_related("agreement", "complex")
    return get_object_or_404(rows, pk=file_id)


@require_safe
def index(request: Request) -> HttpResponse:
    """Who works together, how their agreements stand, and who has a page in the directory."""
    refuse_others(request)
    filters = OrganizationFilterForm(request.GET)
    wanted = filters.wanted()
    page = queries.listed(request.complex, wanted, number=request.GET.get("page", "1"), today=_today(request))
    context = {
        "filters": filters,
        "filtered": bool(wanted),
        "page_obj": page,
        "ending": queries.panel(request)["ending"],
    }
    return render(request, "consortium/organizations/index.html", context)


@require_safe
@KEPT_NOWHERE
def page(request: Request, organization_id: int) -> HttpResponse:
    """One organization: agreements with their scans, whom to call, who speaks for it here."""
    shown = queries.shown(_organization(request, organization_id), today=_today(request))
    return render(request, "consortium/organizations/organization.html", {"shown": shown})


def _filled(
    request: Request, form: BaseForm, title: str, organization: Organization | None, act: Callable[[], Any], done: str
) -> HttpResponse:
    """One form on one page; saved, back to the organization."""
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(act()))
        if made:
            messages.success(request, done)
            return redirect("consortium:organization", (organization or made[0]).pk)
    context = {"form": form, "title": title, "organization": organization}
    return render(request, "consortium/organizations/form.html", context, status=status)


@require_http_methods(GET_POST)
def add(request: Request) -> HttpResponse:
    """A further organization."""
    refuse_others(request)
    form = OrganizationForm(posted(request))
    return _filled(
        request, form, _("Add an organization"), None,
        lambda: organizations.add(request.complex, **form.cleaned_data, by=request.user, now=request.now),
        _("The organization is added."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change(request: Request, organization_id: int) -> HttpResponse:
    """Another name or another part in the program."""
    found = _organization(request, organization_id)
    initial = {"name_ko": found.name_ko, "name_en": found.name_en, "kind": found.kind}
    form = OrganizationForm(posted(request), initial=initial)
    return _filled(
        request, form, _("Change the organization"), found,
        lambda: organizations.change(found, **form.cleaned_data, by=request.user, now=request.now),
        _("The organization is changed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def add_agreement(request: Request, organization_id: int) -> HttpResponse:
    """What was signed."""
    found = _organization(request, organization_id)
    form = AgreementForm(posted(request))
    return _filled(
        request, form, _("Record an agreement"), found,
        lambda: agreements.record(found, form.terms(), by=request.user, now=request.now),
        _("The agreement is recorded. Add the scan of what was signed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change_agreement(request: Request, agreement_id: int) -> HttpResponse:
    """Correct or prolong what was signed."""
    found = _agreement(request, agreement_id)
    form = AgreementForm(posted(request), agreement=found)
    return _filled(
        request, form, _("Change the agreement"), found.organization,
        lambda: agreements.change(found, form.terms(), by=request.user, now=request.now),
        _("The agreement is changed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def add_file(request: Request, agreement_id: int) -> HttpResponse:
    """A scan of what was signed."""
    found = _agreement(request, agreement_id)
    form = PaperForm(posted(request), request.FILES or None)
    return _filled(
        request, form, _("Add a scan"), found.organization, lambda: _keep(request, found, form), _("The file is kept.")
    )  # fmt: skip


def _keep(request: Request, found: Agreement, form: PaperForm) -> AgreementFile:
    file = form.cleaned_data["file"]
    return agreements.keep(found, name=file.name or "", raw=file.read(), by=request.user, now=request.now)


@require_safe
def file(request: Request, file_id: int) -> HttpResponse:
    """The scan itself; that it was opened is recorded."""
    found = _file(request, file_id)
    return answer_with(found, agreements.opened(found, by=request.user, now=request.now))


@require_http_methods(GET_POST)
def erase_file(request: Request, file_id: int) -> HttpResponse:
    """Erase a scan; asked first."""
    found = _file(request, file_id)
    if request.method == "POST":
        agreements.erase(found, by=request.user, now=request.now)
        messages.success(request, _("The file is erased."))
        return redirect("consortium:organization", found.agreement.organization_id)
    return render(request, "consortium/organizations/erase.html", {"file": found})


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def add_contact(request: Request, organization_id: int) -> HttpResponse:
    """Whom to call."""
    found = _organization(request, organization_id)
    form = ContactForm(posted(request))
    return _filled(
        request, form, _("Add a contact"), found,
        lambda: agreements.add_contact(found, form.card(), by=request.user, now=request.now),
        _("The contact is added."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@KEPT_NOWHERE
def change_contact(request: Request, contact_id: int) -> HttpResponse:
    """Another number, another person."""
    found = _contact(request, contact_id)
    form = ContactForm(posted(request), contact=found)
    return _filled(
        request, form, _("Change the contact"), found.organization,
        lambda: agreements.change_contact(found, form.card(), by=request.user, now=request.now),
        _("The contact is changed."),
    )  # fmt: skip


@require_POST
def remove_contact(request: Request, contact_id: int) -> HttpResponse:
    """The details are gone."""
    found = _contact(request, contact_id)
    organization = found.organization_id
    agreements.remove_contact(found, by=request.user, now=request.now)
    messages.success(request, _("The contact is removed."))
    return redirect("consortium:organization", organization)
