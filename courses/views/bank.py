"""The question bank, the quizzes and the skills of a course, inside Wagtail's admin: for its authors only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.images import get_image_model

from courses import permissions
from courses.forms.bank import FilterForm, QuestionPlaceForm, QuizForm, SkillPlaceForm, pools
from courses.forms.frozen import FrozenForm, Offered
from courses.models import Course, Question, Quiz, Skill
from courses.models.questions import Kind
from courses.models.skills import Measure
from courses.queries import sorts, used
from courses.rules import skills as skill_rules
from courses.rules.questions import content
from courses.services.questions import bank as question_service
from courses.services.questions import figures
from courses.services.skills import book as skill_service
from training.core.errors import DomainError, Refused
from training.core.requests import Request


@dataclass(frozen=True)
class Sort:
    """What questions and skills have alike for their author."""

    name: str
    model: Any
    title: Any
    kinds: Any  # the choices of types
    types: Mapping[str, Any]
    place: Any
    add: Callable[..., Any]
    service: Any


def _add_question(course: Course, given: dict[str, Any], **more: Any) -> Any:
    return question_service.add(course, key=given["key"], module=given["module"], **more)


def _add_skill(course: Course, given: dict[str, Any], **more: Any) -> Any:
    flags = {name: given[name] for name in ("order", "is_required", "is_safety")}
    return skill_service.add(given["module"], key=given["key"], **more, **flags)


SORTS = {
    "questions": Sort(
        "questions",
        Question,
        gettext_lazy("Questions"),
        Kind,
        content.TYPES,
        QuestionPlaceForm,
        _add_question,
        question_service,
    ),
    "skills": Sort(
        "skills",
        Skill,
        gettext_lazy("Skills"),
        Measure,
        skill_rules.TYPES,
        SkillPlaceForm,
        _add_skill,
        skill_service,
    ),
}


def own_course(request: Request, course_id: int) -> Course:
    """A course of this complex that this person writes; others' are refused."""
    course = get_object_or_404(Course.objects.of(request.complex).select_related("complex"), pk=course_id)
    if not permissions.may_author(request.user, course):
        raise Refused(_("Only those who teach this course and curriculum leads can change its questions and skills."))
    return course


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise Http404
    return SORTS[name]


@require_safe
@require_admin_access
def where(request: Request) -> HttpResponse:
    """The banks this person may open; straight on where there is only one."""
    rows = Course.objects.of(request.complex).select_related("complex")
    courses = [course for course in rows if permissions.may_author(request.user, course)]
    if not courses:
        raise Refused(_("Only those who teach a course and curriculum leads can change questions and skills."))
    if len(courses) == 1:
        return redirect("courses:bank", courses[0].pk, "questions")
    return render(request, "courses/cms/bank_where.html", {"courses": courses})


@require_safe
@require_admin_access
def bank(request: Request, course_id: int, name: str) -> HttpResponse:
    """What the course has, with filters that stand in the address."""
    course, sort = own_course(request, course_id), _sort(name)
    form = FilterForm(request.GET, course=course, of_skills=name == "skills")
    asked = form.cleaned_data if form.is_valid() else {}
    rows = sorts.questions(course, **asked) if name == "questions" else sorts.skills(course, **asked)
    page = Paginator(rows, sorts.MOST).get_page(request.GET.get("page", "1"))
    shown: list[Any] = list(page)
    words = sorts.prompts(course, shown) if name == "questions" else sorts.asks(shown)
    context = {
        "course": course,
        "sort": sort,
        "form": form,
        "page_obj": page,
        "rows": [(row, words.get(row.pk)) for row in shown],
        "retired": bool(asked.get("retired")),
        "modules": course.modules.order_by("order"),
        "tab": name,
    }
    return render(request, "courses/cms/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def add(request: Request, course_id: int, name: str, kind: str) -> HttpResponse:
    """A new question or skill of one type."""
    course, sort = own_course(request, course_id), _sort(name)
    if kind not in sort.types:
        raise Http404
    place = sort.place(_posted(request), course=course, is_new=True)
    said = FrozenForm(sort.types[kind], _posted(request), offered=_offered(request, course))

    def act() -> Any:
        return sort.add(course, place.cleaned_data, said=said.value, by=request.user, now=request.now)

    return _answer(request, course, sort, kind, place, said, act, row=None)


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def edit(request: Request, name: str, row_id: int) -> HttpResponse:
    """Every saved edit is a version; what was answered or recorded keeps the one it saw."""
    sort = _sort(name)
    row = get_object_or_404(sort.model.objects.of(request.complex), pk=row_id)
    course = own_course(request, row.course_id)
    kind = row.kind if name == "questions" else row.measure
    standing = row.versions.order_by("-number").first()
    initial = {field: getattr(row, field, None) for field in ("module", "order", "is_required", "is_safety")}
    place = sort.place(_posted(request), course=course, is_new=False, initial=initial)
    offered = _offered(request, course)
    said = FrozenForm(sort.types[kind], _posted(request), value=standing.said, offered=offered)

    def act() -> Any:
        sort.service.amend(row, said=said.value, by=request.user, now=request.now, **place.cleaned_data)
        return row

    return _answer(request, course, sort, kind, place, said, act, row=row)


def _offered(request: Request, course: Course) -> Offered:
    """The course's own images and skills: an image of another course is none of the choices."""

    def take(key: str, alt: content.Text) -> content.Figure:
        image = get_object_or_404(get_image_model(), pk=key, collection=course.collection_id)
        return figures.of_image(course, image, alt, now=request.now)

    skills = [(skill.key, f"{skill} ({skill.module})") for skill in sorts.skills(course)]
    return Offered(sorts.images(course), skills, take)


def _answer(
    request: Request, course: Course, sort: Sort, kind: str, place: Any, said: FrozenForm, act: Any, *, row: Any
) -> HttpResponse:
    """The forms, or after saving the row's own page."""
    if request.method == "POST" and all([place.is_valid(), said.is_valid()]):
        try:
            saved = act()
        except DomainError as error:
            place.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("courses:bank_edit", sort.name, saved.pk)
    context = {
        "course": course,
        "sort": sort,
        "kind": sort.kinds(kind).label,
        "place": place,
        "said": said,
        "row": row,
        "faulty": bool(place.errors) or said.errors,
        "edits": sorts.history(row.versions) if row else [],
        "used": used.of(sort.name, [row])[0] if row else None,
        "acts": used.acts(row) if row else [],
        "figures": content.figures(said.standing) if row and sort.name == "questions" else [],
        "tab": sort.name,
    }
    return render(request, "courses/cms/bank_edit.html", context, status=422 if context["faulty"] else 200)


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
@require_admin_access
def quizzes(request: Request, course_id: int) -> HttpResponse:
    course = own_course(request, course_id)
    context = {"course": course, "quizzes": sorts.quizzes(course), "tab": "quizzes"}
    return render(request, "courses/cms/bank_quizzes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def add_quiz(request: Request, course_id: int) -> HttpResponse:
    course = own_course(request, course_id)
    return _quiz(request, course, Quiz(course=course, complex=course.complex))


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def edit_quiz(request: Request, quiz_id: int) -> HttpResponse:
    quiz = get_object_or_404(Quiz.objects.of(request.complex), pk=quiz_id)
    return _quiz(request, own_course(request, quiz.course_id), quiz)


def _quiz(request: Request, course: Course, quiz: Quiz) -> HttpResponse:
    """A quiz's rules and its pools, saved together."""
    form = QuizForm(_posted(request), instance=quiz, course=course)
    rows = pools(_posted(request), course=course, quiz=quiz if quiz.pk else None)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        chosen = [(row.cleaned_data.get("draw") or 0, list(row.cleaned_data.get("questions") or [])) for row in rows]
        try:
            saved = question_service.save_quiz(
                form.save(commit=False),
                chosen,
                published=form.cleaned_data["is_published"],
                by=request.user,
                now=request.now,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("courses:bank_edit_quiz", saved.pk)
    faulty = bool(form.errors) or any(rows.errors)
    context = {"course": course, "quiz": quiz, "form": form, "pools": rows, "faulty": faulty, "tab": "quizzes"}
    if quiz.pk:
        context |= {"used": used.of("quizzes", [quiz])[0], "acts": used.acts(quiz)}
    return render(request, "courses/cms/bank_quiz.html", context, status=422 if faulty else 200)
