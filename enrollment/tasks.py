"""How owed work of this app is performed: one id in, one service call."""

from celery import shared_task
from django.utils.translation import gettext_lazy

from enrollment.models import Nomination, Offer, QuizAttempt, SeatAgreement
from enrollment.services import (
    agreements,
    deadlines,
    nominations,
    notices,
    offers,
    quizzes,
    sheet_undoing,
    sheets,
    surveys,
    warnings,
)
from training.core import clock, outbox


@outbox.handler(offers.EXPIRY, gettext_lazy("Let an offer expire"))
def expire_offer(subject: str) -> None:
    offer = Offer.objects.select_related("application__cohort").filter(pk=subject).first()
    if offer is not None:
        offers.expire(offer, now=clock.now())


@outbox.handler(offers.ENDING, gettext_lazy("Remind of an offer that ends"))
def remind_of_offer(subject: str) -> None:
    related = "application__applicant", "application__cohort__course", "application__cohort__complex__site"
    offer = Offer.objects.select_related(*related, "application__cohort__venue").filter(pk=subject).first()
    if offer is not None:
        offers.remind(offer, now=clock.now())


@outbox.handler(quizzes.EXPIRY, gettext_lazy("End a quiz whose time is over"))
def expire_attempt(subject: str) -> None:
    attempt = QuizAttempt.objects.filter(pk=subject).first()
    if attempt is not None:
        quizzes.expire(attempt, now=clock.now())


@outbox.handler(notices.OWED, gettext_lazy("Send a notice to cohorts"))
def send_notice(subject: str) -> None:
    notices.tell_next(int(subject), now=clock.now())


@outbox.handler(sheets.READ, gettext_lazy("Read a sheet"), heavy=True)
def read_sheet(subject: str) -> None:
    sheets.read(int(subject), now=clock.now())


@outbox.handler(sheets.WRITE, gettext_lazy("Write a sheet"), heavy=True)
def write_sheet(subject: str) -> None:
    sheets.write(int(subject), now=clock.now())


@outbox.handler(sheet_undoing.DROP, gettext_lazy("Delete accounts of a sheet that was taken back"))
def drop_sheet_accounts(subject: str) -> None:
    sheet_undoing.drop_next(int(subject), now=clock.now())


@outbox.handler(sheets.TELL, gettext_lazy("Tell people of a sheet"))
def tell_of_sheet(subject: str) -> None:
    sheets.tell_next(int(subject), now=clock.now())


@outbox.handler(agreements.DEADLINE, gettext_lazy("Give back seats that an employer did not use"))
def reach_deadline(subject: str) -> None:
    rows = SeatAgreement.objects.select_related("cohort__complex")
    agreement = rows.filter(pk=subject).first()
    if agreement is not None:
        agreements.reach_deadline(agreement, now=clock.now())


@outbox.handler(nominations.EXPIRY, gettext_lazy("Let a nomination expire"))
def expire_nomination(subject: str) -> None:
    nomination = Nomination.objects.select_related("cohort__complex").filter(pk=subject).first()
    if nomination is not None:
        nominations.expire(nomination, now=clock.now())


@outbox.handler(nominations.INVITATION, gettext_lazy("Invite somebody whom an employer nominated"))
def invite_nominee(subject: str) -> None:
    nominations.invite(int(subject), now=clock.now())


@shared_task(ignore_result=True)
def forget_nominees() -> int:
    """Names and addresses of people who did not come, when their time has come."""
    return nominations.forget(now=clock.now())


@shared_task(name="enrollment.finish_overdue_quizzes")
def finish_overdue_quizzes() -> None:
    """Beside the owed work of each attempt: whatever that left open."""
    quizzes.expire_overdue(now=clock.now())


@shared_task(name="enrollment.remind")
def remind() -> None:
    """Called by beat more often than once a day; the mail of a day is sent once."""
    deadlines.remind_all(now=clock.now())


@shared_task(name="enrollment.ask_surveys")
def ask_surveys() -> None:
    """Called by beat more often than once a day; each survey is told of once."""
    surveys.ask_all(now=clock.now())


@shared_task(name="enrollment.warn")
def warn() -> None:
    """Warnings about attendance; each threshold is told once, however often this runs."""
    warnings.warn_all(now=clock.now())
