"""Programs and their rules on the operator's desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.programs import PolicyForm, ProgramForm
from enrollment.models import PolicyVersion, Program
from enrollment.models.programs import shipped_reasons
from enrollment.queries import policy_preview
from enrollment.queries import programs as queries
from enrollment.queries.policy_preview import CohortPreview
from enrollment.services import programs as services
from enrollment.views.common import posted, refuse_others, tried
from enrollment.views.desk.told import TOKEN
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
    """The next version of a program's rules: first whose days it would judge, then the act."""
    program = _program(request, program_id)
    form = _policy_form(request, program)
    status = 200
    if request.method == "POST" and not request.POST.get("confirmed"):
        found: list[CohortPreview] = []
        status = tried(form, lambda: found.extend(_looked_at(request, program, form)))
        if not status:
            context = {"program": program, "version": form.instance, "cohorts": found, "fields": _fields(request)}
            return render(request, "enrollment/desk/policy_preview.html", context)
    elif request.method == "POST":
        status = tried(form, lambda: services.follow(program, form.instance, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The new version is kept. The versions before it stand."))
            return redirect("enrollment:programs")
    context = {"form": form, "program": program}
    return render(request, "enrollment/desk/program_form.html", context, status=status)


def _policy_form(request: Request, program: Program) -> PolicyForm:
    """What the last version says, to be changed."""
    last = program.policies.order_by("-number").first()
    initial = {field: getattr(last, field) for field in PolicyForm.base_fields} if last else {}
    reasons = last.absence_reasons if last else shipped_reasons()
    return PolicyForm(
        posted(request), instance=PolicyVersion(), reasons=reasons, initial=initial | {"in_force_on": None}
    )


def _looked_at(request: Request, program: Program, form: PolicyForm) -> list[CohortPreview]:
    services.check(program, form.instance, now=request.now)
    return policy_preview.of(program, form.instance, now=request.now)


def _fields(request: Request) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in request.POST.items() if name != TOKEN]
