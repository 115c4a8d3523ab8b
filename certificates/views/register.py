"""The register of a year, and what ends soon, at the operator's desk."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.queries import register as queries
from certificates.rules import leads
from certificates.states import CertificateState, DesignKind
from certificates.views.desk import operators_only
from courses.models import Course
from training.core import clock, tables
from training.core.requests import Request

ON_A_PAGE = 50


@require_safe
def index(request: Request) -> HttpResponse:
    """Every number of a year, filtered in the address; `?format=csv` is the same as a file."""
    operators_only(request)
    years = queries.years(request.complex)
    if not years:
        return render(request, "certificates/desk/register.html", {"years": years})
    asked = queries.Asked.of(request.GET, years=years)
    rows = queries.of_year(request.complex, asked)
    if request.GET.get("format") == "csv":
        return tables.as_csv(queries.table(rows), f"register-{asked.year}.csv")
    context = {
        "years": years,
        "asked": asked,
        "states": CertificateState.choices,
        "kinds": DesignKind.choices,
        "page_obj": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "certificates/desk/register.html", context)


@require_safe
def expiring(request: Request) -> HttpResponse:
    """What ends within 90 or 30 days and was not renewed."""
    operators_only(request)
    within, course = request.GET.get("within", ""), request.GET.get("course", "")
    days = int(within) if within in map(str, leads.LEADS) else leads.FIRST
    chosen = int(course) if course.isdecimal() and len(course) < 10 else None
    today = clock.day_of(request.now, request.complex.zone)
    rows = queries.expiring_list(request.complex, today=today, within=days, course=chosen)
    context = {
        "page_obj": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "within": days,
        "leads": leads.LEADS,
        "course": chosen,
        "courses": Course.objects.of(request.complex).order_by("order", "pk"),
    }
    return render(request, "certificates/desk/expiring.html", context)
