"""Roles and kinds of organization."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMIN = "admin", _("administrator")
    OPERATOR = "operator", _("operator")
    LEAD = "lead", _("curriculum lead")
    INSTRUCTOR = "instructor", _("instructor")
    MANAGER = "manager", _("employer's manager")


STAFF_ROLES = frozenset({Role.ADMIN, Role.OPERATOR, Role.LEAD, Role.INSTRUCTOR})


class OrganizationKind(TextChoices):
    OPERATOR = "operator", _("program operator")
    HOST = "host", _("host institution")
    ASSOCIATION = "association", _("industry association")
    UNIVERSITY = "university", _("university")
    INSTITUTE = "institute", _("institute")
    ANCHOR = "anchor", _("anchor company")
    PARTNER = "partner", _("partner company")


class Language(TextChoices):
    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class ConsentKey(TextChoices):
    """The matters a person is asked to agree to; each has its own text and its own box (PIPA §22①)."""

    TRAINING = "training", _("collection and use for training")
    PROVISION = "provision", _("provision to the employment center and the ministry")
    SPONSOR = "sponsor", _("progress shown to the sponsoring employer")
    MARKETING = "marketing", _("news about new courses")
    INTRODUCTION = "introduction", _("introduction to companies or graduates at an event")
    OUTCOME = "outcome", _("what became of you after the training")


class AskedAt(TextChoices):
    SIGN_UP = "sign_up", _("at sign-up")
    APPLICATION = "application", _("with an application")
    SPONSORSHIP = "sponsorship", _("with a sponsored seat")
    EVENT = "event", _("at an event")
    OUTCOME = "outcome", _("after the training")


class Evidence(TextChoices):
    """What of other people is looked at or taken out."""

    CLAIM = "claim", _("claim about absence")
    ABSENCE = "absence", _("paper that proves an absence")
    APPLICATION = "application", _("application")
    DOCUMENT = "document", _("paper of an application")
    ANSWERS = "answers", _("answers to a quiz")
    ANSWER_FILE = "answer_file", _("photo or paper as an answer")
    SKILL_PHOTO = "skill_photo", _("photo of practical work")
    ATTENDANCE = "attendance", _("attendance book")
    GRADES = "grades", _("grades")
    CARDS = "cards", _("cards with codes")
    PERSON = "person", _("a person's record")
    CERTIFICATE = "certificate", _("certificate")
    AUDIT = "audit", _("records of changes")
    SHEET = "sheet", _("sheet or export with names")
    IDENTITY = "identity", _("identity kept apart")
    REQUEST = "request", _("request about personal data")


class AccessReason(TextChoices):
    """Why something is taken out; the last one asks for words."""

    DECISION = "decision", _("To decide on it")
    ASSESSMENT = "assessment", _("To assess or grade it")
    REPORT = "report", _("To report to the ministry or the employment center")
    REQUESTED = "requested", _("The person asked for it")
    TEACHING = "teaching", _("To hold the lesson or the exam")
    INSPECTION = "inspection", _("Inspection or audit")
    OTHER = "other", _("Another reason")


class RequestKind(TextChoices):
    CORRECTION = "correction", _("correction")
    ERASURE = "erasure", _("erasure")


class CorrectedField(TextChoices):
    NAME = "name", _("name")
    LATIN_NAME = "latin_name", _("name in Latin letters")
    BIRTH_DATE = "birth_date", _("date of birth")
    OTHER = "other", _("something else")


class RequestState(TextChoices):
    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted, being done")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


REQUEST_TRANSITIONS: dict[str, frozenset[str]] = {
    RequestState.OPEN: frozenset(
        {RequestState.ACCEPTED, RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN}
    ),
    RequestState.ACCEPTED: frozenset({RequestState.DONE}),
}


class BreachAct(TextChoices):
    NOTICED = "noticed", _("noticed")
    FOUND = "found", _("found out")
    MEASURE = "measure", _("measure taken")
    REPORTED = "reported", _("reported to the authority")
    TOLD = "told", _("people told")
    CLOSED = "closed", _("closed")
