"""Programs and their rules on the operator's desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.programs import PolicyForm, ProgramForm
from enrollment.models import PolicyVersion, Program
from enrollment.queries import programs as queries
from enrollment.services import programs as services
from enrollment.views.common import posted, refuse_others, tried
from training.core import clock
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def index(request: Request) -> HttpResponse:
    """Every program, and which rules are in force when."""
    refuse_others(request)
    today = clock.day_of(request.now, request.complex.zone)
    found = [(program, queries.versions(program, today=today)) for program in queries.programs(request.complex)]
    return render(request, "enrollment/desk/programs.html", {"programs": found})


def _program(request: Request, program_id: int) -> Program:
    refuse_others(request)
    return get_object_or_404(Program.objects.of(request.complex).select_related("complex"), pk=program_id)


@require_http_methods(GET_POST)
def add(request: Request) -> HttpResponse:
    """A new program."""
    refuse_others(request)
    return _edit(request, Program(complex=request.complex))


@require_http_methods(GET_POST)
def change(request: Request, program_id: int) -> HttpResponse:
    """The names of a program and its sentence on certificates."""
    return _edit(request, _program(request, program_id))


def _edit(request: Request, program: Program) -> HttpResponse:
    form = ProgramForm(posted(request), instance=program)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: services.save(form.instance, request.complex, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Saved."))
            return redirect("enrollment:programs")
    return render(request, "enrollment/desk/program_form.html", {"form": form}, status=status)


@require_http_methods(GET_POST)
def follow(request: Request, program_id: int) -> HttpResponse:
    """The next version of a program's rules."""
    program = _program(request, program_id)
    last = program.policies.order_by("-number").first()
    initial = {field: getattr(last, field) for field in PolicyForm.base_fields} if last else {}
    form = PolicyForm(posted(request), instance=PolicyVersion(), initial=initial | {"in_force_on": None})
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: services.follow(program, form.instance, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The new version is kept. The versions before it stand."))
            return redirect("enrollment:programs")
    context = {"form": form, "program": program}
    return render(request, "enrollment/desk/program_form.html", context, status=status)
