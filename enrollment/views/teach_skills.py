"""Skills at the bench: the matrix of a cohort, a group at one skill, and one record with all that was said of it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import Skill
from enrollment.forms.skills import BenchForm, CorrectForm, PhotoForm, SecondForm
from enrollment.models import Cohort, SkillPhoto, SkillRecord
from enrollment.queries import skill_screens as screens
from enrollment.queries import skills as queries
from enrollment.queries.skill_screens import Bench
from enrollment.services import attempts, private_files, skill_photos, skills
from enrollment.services.readings import Unreadable
from enrollment.services.settled import Settled
from enrollment.views.common import looked_at, posted, taught_cohort, tried
from enrollment.views.papers import TYPES
from training.accounts.states import Evidence
from training.core import words
from training.core.errors import DomainError
from training.core.requests import Request

NOTED = (skills.Yourself, skills.SameAssessor, Settled, Unreadable)
ACTS = {"correct": CorrectForm, "second": SecondForm}


@require_safe
def matrix(request: Request, cohort_id: int) -> HttpResponse:
    """Who can do what, and what waits for a second assessor."""
    cohort = taught_cohort(request, cohort_id)
    context = {
        "cohort": cohort,
        "matrix": screens.matrix(cohort),
        "waiting": queries.waiting([cohort], but=request.user),
    }
    return render(request, "enrollment/teach/skills.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: Request, cohort_id: int, skill_id: int) -> HttpResponse:
    """Ten people at one skill, saved together or not at all."""
    cohort = taught_cohort(request, cohort_id)
    skill = get_object_or_404(Skill.objects.asked().select_related("module"), course=cohort.course_id, pk=skill_id)
    group = screens.bench(cohort, skill, page=request.GET.get("page", "1"))
    form = BenchForm(
        posted(request),
        people=[(person.enrollment.pk, person.enrollment.trainee.name) for person in group.cleared],
        said=group.version.said,
        initial={"taken_at": request.now.astimezone(cohort.complex.zone), "ticket": secrets.token_urlsafe(32)},
    )
    status = _record(request, cohort, group, form) if form.is_bound else 200
    if not status:
        return redirect(reverse("enrollment:bench", args=[cohort.pk, skill.pk]) + f"?page={group.page.number}")
    language = request.LANGUAGE_CODE
    context = {
        "cohort": cohort,
        "bench": group,
        "said": group.version.said,
        "task": group.version.said.task.of(language),
        "levels": [level.of(language) for level in getattr(group.version.said, "levels", ())],
        "form": form,
        "lines": [(person, form.line(person.enrollment.pk)) for person in group.people],
        "page_obj": group.page,
    }
    return render(request, "enrollment/teach/bench.html", context, status=status)


def _record(request: Request, cohort: Cohort, group: Bench, form: BenchForm) -> int:
    """Returns 0, or the status of the refusal; each refused line stands beside its person."""
    if not form.is_valid():
        return 422
    readings = form.readings()
    try:
        skills.record(cohort, group.skill, readings, form.around, by=request.user, now=request.now)
    except skills.NotTaken as error:
        for kind in error.refused:
            _note(request, group.skill, kind)
        form.refuse(error.rows)
        return error.status
    except DomainError as error:
        if isinstance(error, NOTED):
            _note(request, group.skill, type(error).__name__)
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return error.status
    saved = ngettext("%(n)d record is saved.", "%(n)d records are saved.", len(readings)) % {"n": len(readings)}
    messages.success(request, f"{words.time24(request.now.astimezone(cohort.complex.zone))} {saved}")
    return 0


def _note(request: Request, subject: Any, why: str) -> None:
    attempts.refused(subject, why, by=request.user, now=request.now, action=attempts.ASSESSMENT_REFUSED)


def _record_or_404(request: Request, record_id: int) -> SkillRecord:
    rows = SkillRecord.objects.of(request.complex).select_related(
        "enrollment__trainee", "enrollment__cohort", "skill", "version", "assessed_by"
    )
    found: SkillRecord = get_object_or_404(rows, pk=record_id)
    taught_cohort(request, found.enrollment.cohort_id)
    return found


@require_safe
def record(request: Request, record_id: int) -> HttpResponse:
    """Every reading of one person in one skill, and what can still be said of this one."""
    return _page(request, _record_or_404(request, record_id), {})


def _page(request: Request, found: SkillRecord, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    said = found.version.said
    rows = queries.history(found.enrollment_id, found.skill_id)
    shown = next(row for row in rows if row.pk == found.pk)
    ticket = {"ticket": secrets.token_urlsafe(32)}
    stands = getattr(shown, "replaced_by", None) is None
    waits = stands and said.needs_second and shown.passed and not hasattr(shown, "second_word")
    may_second = waits and shown.assessed_by_id != request.user.pk
    context = {
        "record": shown,
        "cohort": found.enrollment.cohort,
        "person": found.enrollment.trainee,
        "history": rows,
        "correct": forms.get("correct") or (CorrectForm(said=said, initial=ticket) if stands else None),
        "second": forms.get("second") or (SecondForm(said=said) if may_second else None),
        "photo": forms.get("photo") or PhotoForm(),
        "waits_for_another": waits and not may_second,
    }
    return render(request, "enrollment/teach/skill_record.html", context, status=status)


@require_POST
def correct(request: Request, record_id: int) -> HttpResponse:
    found = _record_or_404(request, record_id)
    form = CorrectForm(request.POST, said=found.version.said)

    def act() -> None:
        given = form.cleaned_data
        skills.correct(
            found, form.reading, ticket=given["ticket"], reason=given["reason"], by=request.user, now=request.now
        )

    return _done(request, found, "correct", form, act, _("Corrected. The earlier reading stays beside it."))


@require_POST
def second(request: Request, record_id: int) -> HttpResponse:
    found = _record_or_404(request, record_id)
    form = SecondForm(request.POST, said=found.version.said)

    def act() -> None:
        given = form.cleaned_data
        skills.second(
            found,
            agrees=given["agrees"],
            typed=given["typed"],
            remark=given["remark"],
            by=request.user,
            now=request.now,
        )

    return _done(request, found, "second", form, act, _("Signed. Your word stands beside the record."))


@require_POST
def add_photo(request: Request, record_id: int) -> HttpResponse:
    found = _record_or_404(request, record_id)
    form = PhotoForm(request.POST, request.FILES)

    def act() -> None:
        file = form.cleaned_data["file"]
        skill_photos.add(found, name=file.name, raw=file.read(), by=request.user, now=request.now)

    return _done(request, found, "photo", form, act, _("The picture is kept."))


def _done(request: Request, found: SkillRecord, name: str, form: Any, act: Any, sentence: str) -> HttpResponse:
    """Back to the record, or the page with the refusal on its form; what must not be tried is recorded."""

    def noted() -> None:
        try:
            act()
        except NOTED as error:
            _note(request, found, type(error).__name__)
            raise

    status = tried(form, noted)
    if status:
        return _page(request, found, {name: form}, status)
    messages.success(request, sentence)
    newest = SkillRecord.objects.filter(replaces=found).values_list("pk", flat=True).first()
    return redirect("enrollment:skill_record", newest or found.pk)


def _photo_or_404(request: Request, photo_id: int) -> SkillPhoto:
    photo: SkillPhoto = get_object_or_404(
        SkillPhoto.objects.of(request.complex).select_related("record__enrollment"), pk=photo_id
    )
    taught_cohort(request, photo.record.enrollment.cohort_id)
    return photo


@require_safe
def photo(request: Request, photo_id: int) -> HttpResponse:
    """The picture itself, never cached."""
    found = _photo_or_404(request, photo_id)
    content = private_files.content(found)
    if content is None:
        raise Http404
    looked_at(request, found, Evidence.SKILL_PHOTO, [found.record.enrollment.trainee_id])
    response = HttpResponse(content, content_type=TYPES[found.kind])
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def erase_photo(request: Request, photo_id: int) -> HttpResponse:
    found = _photo_or_404(request, photo_id)
    private_files.erase(found, by=request.user, now=request.now)
    messages.success(request, _("The picture is erased."))
    return redirect("enrollment:skill_record", found.record_id)
