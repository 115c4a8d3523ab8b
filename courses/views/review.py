"""Whether lessons of a complex need a second person's approval: seen, and switched with its consequences in view."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access

from courses import permissions
from courses.queries import waiting
from courses.services import authors
from training.core.errors import Refused
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def rule(request: Request) -> HttpResponse:
    """The button says what it will do; a second press of the same button changes nothing."""
    if not permissions.may_switch_review(request.user, request.complex):
        raise Refused(_("Only this complex's administrators can switch review on or off."))
    if request.method == "POST":
        required = request.POST.get("required") == "on"
        if authors.require_review(request.complex, required=required, by=request.user, now=request.now):
            messages.success(request, _("Review is on.") if required else _("Review is off."))
        return redirect("courses:review_rule")
    return render(request, "courses/cms/review.html", {"rule": waiting.rule(request.complex)})
