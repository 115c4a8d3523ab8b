"""Joint projects: the board, one project, its steps, and what everybody may read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.views.common import posted, refuse_others, tried
from training.consortium.forms.projects import AheadForm, ProjectFilterForm, ProjectForm, StepForm
from training.consortium.models import Project
from training.consortium.queries import projects as queries
from training.consortium.rules.projects import is_back
from training.consortium.services import projects
from training.consortium.states import ProjectState
from training.core.errors import TransitionRefused
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


def _project(request: Request, project_id: int) -> Project:
    refuse_others(request)
    rows = queries.related(Project.objects.of(request.complex).select_related("complex__site"))
    return get_object_or_404(rows, pk=project_id)


@require_safe
def board(request: Request) -> HttpResponse:
    """A column for each state; each card has its steps as buttons, so that nobody needs to drag."""
    refuse_others(request)
    filters = ProjectFilterForm(request.GET, complex=request.complex)
    wanted = filters.wanted()
    columns = queries.board(request.complex, wanted)
    context = {
        "filters": filters,
        "filtered": bool(wanted),
        "columns": columns,
        "count": sum(len(column.cards) for column in columns),
    }
    return render(request, "consortium/projects/board.html", context)


@require_safe
def page(request: Request, project_id: int) -> HttpResponse:
    """One project with every step it took."""
    found = _project(request, project_id)
    context = {"project": found, "card": queries.card(found), "trail": queries.trail(found)}
    return render(request, "consortium/projects/project.html", context)


def _filled(request: Request, form: ProjectForm, found: Project | None, act: Any, done: str) -> HttpResponse:
    status, made = 200, []
    if request.method == "POST":
        status = tried(form, lambda: made.append(act()))
        if made:
            messages.success(request, done)
            return redirect("consortium:project", made[0].pk)
    return render(request, "consortium/projects/form.html", {"form": form, "project": found}, status=status)


@require_http_methods(GET_POST)
def add(request: Request) -> HttpResponse:
    """Note an idea."""
    refuse_others(request)
    form = ProjectForm(posted(request), complex=request.complex)
    return _filled(
        request, form, None, lambda: projects.add(request.complex, form.sketch(), by=request.user, now=request.now),
        _("The project is noted as an idea."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def change(request: Request, project_id: int) -> HttpResponse:
    """Change what is said of it."""
    found = _project(request, project_id)
    form = ProjectForm(posted(request), complex=request.complex, project=found)
    return _filled(
        request, form, found, lambda: projects.change(found, form.sketch(), by=request.user, now=request.now),
        _("The project is changed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def step(request: Request, project_id: int) -> HttpResponse:
    """One step ahead or back. The page asks first; back, it asks why."""
    found = _project(request, project_id)
    to = request.POST.get("to") or request.GET.get("to") or ""
    if to not in found.TRANSITIONS[found.state]:
        raise TransitionRefused(_("Somebody moved this project first. Its page shows how it stands now."))
    back = is_back(found.state, to)
    form: StepForm | AheadForm = (StepForm if back else AheadForm)(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _step(request, found, to, form))
        if not status:
            messages.success(request, _("The project is now: %(state)s.") % {"state": ProjectState(to).label})
            return redirect("consortium:project", found.pk)
    here = f"{reverse('consortium:project_step', args=[found.pk])}?to={to}"
    context = {"project": found, "to": ProjectState(to), "back": back, "form": form, "here": here}
    return render(request, "consortium/projects/step.html", context, status=status)


def _step(request: Request, found: Project, to: str, form: StepForm | AheadForm) -> None:
    projects.step(found, to, reason=form.cleaned_data.get("reason", ""), by=request.user, now=request.now)


@login_not_required
@require_safe
def public_index(request: Request) -> HttpResponse:
    """What is approved and meant for everybody."""
    return render(request, "consortium/projects/public_index.html", {"projects": queries.public(request.complex)})


@login_not_required
@require_safe
def public_page(request: Request, project_id: int) -> HttpResponse:
    """One of them."""
    rows = queries.related(Project.objects.of(request.complex).public())
    return render(request, "consortium/projects/public.html", {"project": get_object_or_404(rows, pk=project_id)})
