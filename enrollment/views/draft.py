"""An application as a draft that saves as it goes: a list of parts, each part, and the check before submitting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enrollment.forms.applications import KindForm, MotivationForm, PaperForm, PersonForm, SubmitForm
from enrollment.models import Admission, Application, Cohort, Document, Nomination
from enrollment.queries import admissions, nominations
from enrollment.queries import applications as queries
from enrollment.queries import cohorts as cohort_queries
from enrollment.services import applications, documents
from enrollment.states import ApplicantKind, ApplicationState
from enrollment.views.common import posted, tried
from enrollment.views.papers import answer_with
from training.core import clock
from training.core.forms import SafeForm
from training.core.requests import Request

GET_POST = ["GET", "HEAD", "POST"]


class Draft:
    """What every page of a draft begins with: the cohort, what stands, what is asked, or the page to show instead."""

    def __init__(self, request: Request, cohort_id: int) -> None:
        rows = Cohort.objects.of(request.complex).public()
        self.cohort: Cohort = get_object_or_404(
            rows.select_related("course", "program", "venue", "complex__site"), pk=cohort_id
        )
        self.own: Application | None = queries.own(self.cohort, request.user)
        self.admission: Admission = admissions.admission_of(self.cohort)
        self.nomination: Nomination | None = nominations.waiting_in(self.cohort, request.user)
        self.instead = self._instead(request)

    def _instead(self, request: Request) -> HttpResponse | None:
        if self.own is not None and self.own.state != ApplicationState.DRAFT:
            if request.method == "POST":
                messages.info(request, _("Your application is submitted. This is how it stands now."))
            return redirect("enrollment:application", self.own.pk)
        refusal = queries.may_not_apply(self.cohort, request.user, now=request.now)
        if refusal is None:
            return None
        context = {"cohort": self.cohort, "refusal": refusal}
        late = 409 if request.method == "POST" else 200
        return render(request, "enrollment/apply/refused.html", context, status=late)

    @property
    def kind(self) -> str:
        """In which way somebody applies; a nominee is sent by their employer."""
        return ApplicantKind.SPONSORED if self.nomination else self.own.kind if self.own else ""

    def save(self, request: Request, **given: Any) -> Application:
        self.own = applications.save_draft(self.cohort, applicant=request.user, now=request.now, **given)
        return self.own


@require_safe
def tasks(request: Request, cohort_id: int) -> HttpResponse:
    """The parts of the application, each with how far it is."""
    draft = Draft(request, cohort_id)
    if draft.instead:
        return draft.instead
    if draft.nomination:
        return redirect("enrollment:nomination", draft.nomination.pk)
    parts = admissions.parts(draft.own, request.user, draft.admission)
    rows = [
        {
            "title": part.title,
            "url": reverse("enrollment:apply_part", args=[cohort_id, part.key]),
            "state": part.word,
            "kind": part.kind,
            "hint": part.hint,
        }
        for part in parts
    ]
    ready = all(part.is_filled or part.is_optional for part in parts)
    context = {
        "cohort": draft.cohort,
        "card": cohort_queries.cards([draft.cohort], now=request.now)[0],
        "tasks": rows,
        "ready": ready,
        "to_do": sum(1 for part in parts if not part.is_filled and not part.is_optional),
    }
    return render(request, "enrollment/apply/tasks.html", context)


@require_http_methods(GET_POST)
def part(request: Request, cohort_id: int, part: str) -> HttpResponse:
    """One part: saved by its button, and by itself while somebody types."""
    draft = Draft(request, cohort_id)
    if draft.instead:
        return draft.instead
    parts = {found.key: found for found in admissions.parts(draft.own, request.user, draft.admission)}
    if part not in parts:
        raise Http404
    if part == "papers":
        return _papers(request, draft)
    form = _FORMS[part](request, draft)
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: _SAVES[part](request, draft, form))
        if request.headers.get("HX-Request"):
            return _saved_by_itself(request, form, status)
        if not status:
            messages.success(request, _saved(request))
            return redirect(_back(request, cohort_id))
    context = {
        "cohort": draft.cohort,
        "form": form,
        "part": parts[part],
        "saves_itself": part == "motivation",
        "back": _back(request, cohort_id),
    }
    return render(request, "enrollment/apply/part.html", context, status=status)


def _back(request: Request, cohort_id: int) -> str:
    """Where a part was opened from: the check page's “change” returns there."""
    name = "check_application" if request.GET.get("from") == "check" else "apply"
    return reverse(f"enrollment:{name}", args=[cohort_id])


def _saved(request: Request) -> str:
    return _("Saved at %(time)s.") % {"time": f"{timezone.localtime(request.now):%H:%M}"}


def _saved_by_itself(request: Request, form: SafeForm, status: int) -> HttpResponse:
    """One line beside the form: when it was saved, or why not."""
    sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
    context = {"text": sentences[0] if sentences else _saved(request), "kind": "warn" if status else "ok"}
    return render(request, "components/notice.html", context, status=status or 200)


def _person_form(request: Request, draft: Draft) -> SafeForm:
    today = clock.day_of(request.now, request.complex.zone)
    return PersonForm(posted(request), person=request.user, today=today)


def _kind_form(request: Request, draft: Draft) -> SafeForm:
    own = draft.own
    initial = {"kind": own.kind, "sponsor": own.sponsor_id, "card_number": own.card_number} if own else None
    return KindForm(posted(request), admission=draft.admission, complex=request.complex, initial=initial)


def _motivation_form(request: Request, draft: Draft) -> SafeForm:
    return MotivationForm(posted(request), initial={"motivation": draft.own.motivation} if draft.own else None)


def _save_person(request: Request, draft: Draft, form: SafeForm) -> None:
    given = form.cleaned_data
    draft.save(request)
    applications.complete_profile(
        request.user, name=given.get("name", ""), birth_date=given.get("birth_date"), now=request.now
    )


def _save_fields(request: Request, draft: Draft, form: SafeForm) -> None:
    draft.save(request, **form.cleaned_data)


_FORMS: dict[str, Callable[[Request, Draft], SafeForm]] = {
    "person": _person_form,
    "kind": _kind_form,
    "motivation": _motivation_form,
}
_SAVES: dict[str, Callable[[Request, Draft, Any], None]] = {
    "person": _save_person,
    "kind": _save_fields,
    "motivation": _save_fields,
}


def _papers(request: Request, draft: Draft) -> HttpResponse:
    """Every paper has a form of its own, so a refused file takes nothing else with it."""
    kind = draft.kind
    asked = admissions.papers(draft.own, draft.admission, kind) if kind else []
    key = request.POST.get("key", "")
    form = PaperForm(posted(request), request.FILES or None)
    status = 200
    if request.method == "POST":
        if key not in {paper.key for paper in asked}:
            raise Http404
        status = tried(form, lambda: _hand_in(request, draft, key, form))
        if not status:
            messages.success(request, _saved(request))
            return redirect(request.get_full_path())
    rows = [
        (paper, form if paper.key == key and form.is_bound else PaperForm(auto_id=f"id_%s_{paper.key}"))
        for paper in asked
    ]
    context = {
        "cohort": draft.cohort,
        "rows": rows,
        "form": form,
        "kind": kind,
        "back": _back(request, draft.cohort.pk),
    }
    return render(request, "enrollment/apply/papers.html", context, status=status)


def _hand_in(request: Request, draft: Draft, key: str, form: PaperForm) -> None:
    application = draft.save(request)
    application.cohort = draft.cohort
    file = form.cleaned_data["file"]
    documents.hand_in(application, key, name=file.name, raw=file.read(), by=request.user, now=request.now)


def _own_document(request: Request, document_id: int) -> Document:
    rows = Document.objects.of(request.complex).kept().filter(application__applicant=request.user)
    return get_object_or_404(rows.select_related("application"), pk=document_id)


@require_safe
def document(request: Request, document_id: int) -> HttpResponse:
    """One's own paper, as it is kept."""
    found = _own_document(request, document_id)
    return answer_with(found, documents.opened(found, by=request.user, now=request.now))


@require_http_methods(GET_POST)
def remove_document(request: Request, document_id: int) -> HttpResponse:
    """Take a paper back from a draft."""
    found = _own_document(request, document_id)
    back = reverse("enrollment:apply_part", args=[found.application.cohort_id, "papers"])
    if request.method == "POST":
        documents.take_back(found, by=request.user, now=request.now)
        messages.success(request, _("The paper is erased."))
        return redirect(back)
    return render(request, "enrollment/apply/remove_document.html", {"document": found, "back": back})


@require_http_methods(GET_POST)
def check(request: Request, cohort_id: int) -> HttpResponse:
    """The check page. Its post submits; pressed twice, both presses lead to the same answer."""
    draft = Draft(request, cohort_id)
    if draft.instead:
        return draft.instead
    if draft.own is None or draft.nomination:
        return redirect("enrollment:apply", cohort_id)
    texts = queries.consent_texts(request.complex, request.user, now=request.now)
    form = SubmitForm(posted(request), texts=texts)
    status = 200
    if request.method == "POST":
        own = draft.own
        status = tried(form, lambda: _submit(request, draft.cohort, own, form))
        if not status:
            return redirect("enrollment:application", own.pk)
    context = {
        "cohort": draft.cohort,
        "draft": draft.own,
        "form": form,
        "card": cohort_queries.cards([draft.cohort], now=request.now)[0],
        "admission": draft.admission,
        "papers": admissions.papers(draft.own, draft.admission, draft.own.kind),
        "parts": {found.key: found for found in admissions.parts(draft.own, request.user, draft.admission)},
    }
    return render(request, "enrollment/apply/check.html", context, status=status)


def _submit(request: Request, cohort: Cohort, own: Application, form: SubmitForm) -> None:
    applications.apply(
        cohort,
        applicant=request.user,
        kind=own.kind,
        motivation=own.motivation,
        consents=form.consents(),
        now=request.now,
    )
