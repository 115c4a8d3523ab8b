"""A notice of dismissal as its trainee reads it, and the appeal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrollment.forms.endings import AppealForm
from enrollment.models import Dismissal
from enrollment.queries import endings as queries
from enrollment.services import dismissals
from enrollment.views.common import posted, tried
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: Request, dismissal_id: int) -> HttpResponse:
    """The notice, its state, and the appeal while it can be made; another person's does not exist."""
    rows = Dismissal.objects.of(request.complex).filter(enrollment__trainee=request.user)
    found = get_object_or_404(
        rows.select_related("enrollment__cohort__course", "enrollment__cohort__complex"), pk=dismissal_id
    )
    form = AppealForm(posted(request))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: dismissals.appeal(found, **form.cleaned_data, by=request.user, now=request.now))
        if not status:
            messages.success(request, _("Your appeal is filed. A person answers, and we mail you the answer."))
            return redirect("enrollment:dismissal", found.pk)
    context = {"notice": queries.notice(found, now=request.now), "dismissal": found, "form": form}
    return render(request, "enrollment/learn/dismissal.html", context, status=status)
