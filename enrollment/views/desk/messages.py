"""The operator's messages: what was sent to whom and what became of it, and what each kind of mail says."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrollment.forms.messages import MessageFilterForm, WordsForm
from enrollment.queries import messages as queries
from enrollment.views.common import posted, refuse_others, tried
from training.accounts.states import Language
from training.core import letters, mail
from training.core.models import Delivery
from training.core.models.messages import GONE
from training.core.queries import deliveries
from training.core.queries import letters as letter_queries
from training.core.requests import Request
from training.core.services import deliveries as delivery_services
from training.core.services import letters as services


@require_safe
def listed(request: Request) -> HttpResponse:
    """Every message, with filters that stand in the address."""
    refuse_others(request)
    form = MessageFilterForm(request.GET, complex=request.complex)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    page = queries.page(request.complex, given, number=request.GET.get("page", "1"))
    context = {
        "filters": form,
        "filtered": bool(given),
        "page_obj": page,
        "rows": _labelled(page),
        "counts": deliveries.counts(request.complex, now=request.now),
    }
    return render(request, "enrollment/desk/messages.html", context)


def _labelled(page: Page) -> list[dict[str, Any]]:
    return [{"delivery": delivery, "label": letters.label(delivery.kind)} for delivery in page]


@require_safe
def one(request: Request, delivery_id: int) -> HttpResponse:
    """One message as it was sent, or as it would be now."""
    delivery = _delivery(request, delivery_id)
    said = {"subject": delivery.subject, "text": delivery.text} if delivery.text else mail.words_of(delivery)
    context = {
        "delivery": delivery,
        "label": letters.label(delivery.kind),
        "said": said,
        "gone": delivery.state in GONE,
    }
    return render(request, "enrollment/desk/message.html", context)


@require_POST
def resend(request: Request, delivery_id: int) -> HttpResponse:
    """Once more, to the address of today."""
    again = delivery_services.resend(_delivery(request, delivery_id), by=request.user, now=request.now)
    messages.success(request, _("It is sent again. Reload this page in a moment to see how it went."))
    return redirect("enrollment:message", again.pk)


@require_safe
def words(request: Request) -> HttpResponse:
    """Each kind of mail, and whose words it says in which language."""
    refuse_others(request)
    return render(request, "enrollment/desk/mail_words.html", {"rows": queries.kinds(request.complex)})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_words(request: Request, kind: str, language: str) -> HttpResponse:
    """What a kind says, a preview with invented values, and the way back to the shipped words."""
    letter = _letter(request, kind, language)
    standing = letter_queries.standing(request.complex, kind, language)
    versions = list(letter_queries.versions(request.complex, kind, language)[:50])
    number = versions[0].number if versions else 0
    initial = {"base": number, **({"subject": standing.subject, "body": standing.body} if standing else {})}
    form = WordsForm(posted(request), initial=initial)
    status, own = 200, (standing.subject, standing.body) if standing else None
    if request.method == "POST":
        status = tried(form, lambda: _checked_or_saved(request, letter, language, form))
        if not status and "preview" not in request.POST:
            messages.success(request, _("Saved. Mails of this kind say this from now on."))
            return redirect("enrollment:edit_mail_words", kind, language)
        own = (form.cleaned_data["subject"], form.cleaned_data["body"]) if not status else own
    sample = queries.sample(request.complex, letter, language, own)
    context = {
        "form": form,
        "letter": letter,
        "language": language,
        "language_name": Language(language).label,
        "others": [(code, name) for code, name in Language.choices if code != language],
        "standing": standing,
        "number": number,
        "versions": versions,
        "demanded": sorted(letter.demanded),
        "samples": sorted(letter.sample(language).items()),
        "sample": sample,
        "page": queries.body_of(sample["html"]),
        "previewed": request.method == "POST" and not status,
        "shipped": queries.sample(request.complex, letter, language, None),
    }
    return render(request, "enrollment/desk/edit_mail_words.html", context, status=status or 200)


def _checked_or_saved(request: Request, letter: letters.Letter, language: str, form: WordsForm) -> None:
    given = form.cleaned_data
    if "preview" in request.POST:
        services.refuse_faults(letter, subject=given["subject"], body=given["body"])
        return
    services.rewrite(request.complex, letter, language, **given, by=request.user, now=request.now)


@require_POST
def restore_words(request: Request, kind: str, language: str) -> HttpResponse:
    """The shipped words again."""
    letter = _letter(request, kind, language)
    number = request.POST.get("base", "")
    base = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1
    services.restore(request.complex, letter, language, base=base, by=request.user, now=request.now)
    messages.success(request, _("Mails of this kind say again what comes with the platform."))
    return redirect("enrollment:edit_mail_words", kind, language)


def _letter(request: Request, kind: str, language: str) -> letters.Letter:
    refuse_others(request)
    letter = letters.find(kind)
    if letter is None or language not in Language.values:
        raise Http404
    return letter


def _delivery(request: Request, delivery_id: int) -> Delivery:
    refuse_others(request)
    rows = Delivery.objects.of(request.complex).select_related("user", "complex__site")
    return get_object_or_404(rows, pk=delivery_id)
