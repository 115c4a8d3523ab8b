"""Designs in the CMS: the list with its versions, the next version, and its page before it is saved."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import require_admin_access

from certificates.forms import DesignForm
from certificates.models import Design
from certificates.queries import designs as queries
from certificates.services import designs, specimens
from enrollment.pdf import NotDrawn, draw
from training.accounts.permissions import demand_operator
from training.core.requests import Request


@require_safe
@require_admin_access
def index(request: Request) -> HttpResponse:
    """Every kind with its versions: one is in use, the others can be gone back to."""
    demand_operator(request.user, request.complex)
    return render(request, "certificates/cms/designs.html", {"kinds": queries.board(request.complex)})


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def change(request: Request, kind: str) -> HttpResponse:
    """The next version, begun from the one in use or from an earlier one (`?from=`)."""
    demand_operator(request.user, request.complex)
    found = _kind(request, kind)
    start = _start(request, found)
    form = DesignForm(
        request.POST or None, instance=_copy(start), initial={"seen": found.seen}, complex=request.complex
    )
    if request.method == "POST" and form.is_valid():
        made = designs.change(
            request.complex,
            kind=kind,
            words=form.words(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, _("Version %(version)d is in use.") % {"version": made.version})
        return redirect("certificates:designs")
    context = {"kind": found, "form": form, "start": start, "faulty": bool(form.errors)}
    return render(request, "certificates/cms/design.html", context, status=422 if form.errors else 200)


@require_POST
@require_admin_access
def preview(request: Request, kind: str) -> HttpResponse:
    """The exact page of what stands in the form, saved or not."""
    demand_operator(request.user, request.complex)
    found = _kind(request, kind)
    form = DesignForm(request.POST, instance=_copy(_start(request, found)), complex=request.complex)
    if not form.is_valid():
        context = {"kind": found, "form": form, "start": None, "faulty": True}
        return render(request, "certificates/cms/design.html", context, status=422)
    return _page(request, form.instance, form.cleaned_data["program"])


@require_safe
@require_admin_access
def specimen(request: Request, design_id: int) -> HttpResponse:
    """The page of a saved version."""
    demand_operator(request.user, request.complex)
    rows = Design.objects.of(request.complex).select_related("complex__site")
    return _page(request, get_object_or_404(rows, pk=design_id), None)


def _page(request: Request, design: Design, program: object) -> HttpResponse:
    try:
        data = draw(specimens.document(design, program=program, now=request.now))  # type: ignore[arg-type] # a Program
    except NotDrawn as error:
        raise NotDrawn(_("The page could not be drawn now. Nothing was saved; try again in a minute.")) from error
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="specimen.pdf"'}
    )


def _kind(request: Request, value: str) -> queries.Kind:
    try:
        return queries.kind(request.complex, value)
    except KeyError as error:
        raise Http404 from error


def _start(request: Request, kind: queries.Kind) -> Design:
    """The version whose words the form begins with."""
    wanted = request.GET.get("from", "")
    chosen = next((row for row in kind.versions if str(row.version) == wanted), kind.in_use)
    return chosen or designs.standard(request.complex, kind=kind.value)


def _copy(design: Design) -> Design:
    """The same words in a row that is not saved."""
    words = {name: getattr(design, name) for name in designs.SAID}
    return Design(complex=design.complex, kind=design.kind, version=design.version, **words)
