"""What DEMO shows and production does not have: the sample accounts and the mail sent."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from training.accounts.queries import sent_mail
from training.core.requests import Request

PASSWORD = "ochang-demo"  # noqa: S105 - of invented people, in DEMO only
ACCOUNTS = [
    (
        "trainee@ochang.example",
        _("trainee"),
        _("Completed cohort 1 and has its certificate; attends cohort 2."),
        "/learn/",
    ),
    ("applicant@ochang.example", _("applicant"), _("Has an account and no application yet."), "/courses/"),
    ("instructor@ochang.example", _("instructor"), _("Teaches cohort 2: opens sessions, shows the QR."), "/teach/"),
    ("lead@ochang.example", _("curriculum lead"), _("Reviews and publishes lessons."), "/cms/"),
    ("operator@ochang.example", _("operator"), _("Runs cohorts, settles them and issues certificates."), "/desk/"),
    (
        "employer@ochang.example",
        _("employer's manager"),
        _("Sees the two of three sponsored people who agreed."),
        "/partners/",
    ),
    ("admin@ochang.example", _("administrator"), _("Everything, with Wagtail's settings."), "/cms/"),
]
GYEONGGI_ACCOUNTS = [
    ("trainee@gyeonggi.example", _("trainee"), _("Completed cohort 1 and has its certificate."), "/learn/"),
    ("instructor@gyeonggi.example", _("instructor"), _("Taught cohort 1."), "/teach/"),
    ("lead@gyeonggi.example", _("curriculum lead"), _("Reviews and publishes lessons."), "/cms/"),
    ("operator@gyeonggi.example", _("operator"), _("Runs cohorts, settles them and issues certificates."), "/desk/"),
]


@require_safe
@login_not_required
def demo(request: Request) -> HttpResponse:
    """The sample accounts of the complex at this host, and what each can see."""
    _demand_demo()
    second = request.complex and request.complex.key == "gyeonggi"
    shown = GYEONGGI_ACCOUNTS if second else ACCOUNTS
    return render(request, "accounts/demo.html", {"accounts": shown, "password": PASSWORD})


@require_safe
@login_not_required
def demo_mail(request: Request) -> HttpResponse:
    """The mail sent, which DEMO keeps in a folder."""
    _demand_demo()
    return render(request, "accounts/demo_mail.html", {"mails": sent_mail.newest(Path(settings.EMAIL_FILE_PATH))})


def _demand_demo() -> None:
    if not settings.DEMO:
        raise Http404
