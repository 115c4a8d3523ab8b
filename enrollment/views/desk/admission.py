"""What a program asks of applicants, and how it chooses, on the operator's desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrollment.forms.admissions import AdmissionForm, initial
from enrollment.models import Admission, Program
from enrollment.services import admissions
from enrollment.views.common import posted, refuse_others, tried
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, program_id: int) -> HttpResponse:
    """Read and change the rules of application and selection of a program."""
    refuse_others(request)
    program = get_object_or_404(Program.objects.of(request.complex), pk=program_id)
    form = AdmissionForm(posted(request), initial=initial(Admission.of_program(program.pk)))
    status = 200
    if request.method == "POST":
        status = tried(form, lambda: admissions.change(program, **form.values(), by=request.user, now=request.now))
        if not status:
            messages.success(request, _("The rules are changed. They hold for applications from now on."))
            return redirect("enrollment:admission", program.pk)
    return render(request, "enrollment/desk/admission.html", {"program": program, "form": form}, status=status)
