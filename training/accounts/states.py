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


class AskedAt(TextChoices):
    SIGN_UP = "sign_up", _("at sign-up")
    APPLICATION = "application", _("with an application")
    SPONSORSHIP = "sponsorship", _("with a sponsored seat")
