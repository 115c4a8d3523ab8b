"""People, organizations, roles and consents."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.accounts.states import AskedAt, Language, OrganizationKind, Role
from training.core.models import Complex, Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. One account works on every complex; no resident registration number is ever kept."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("As it stands on your papers."))
    latin_name = models.CharField(
        _("name in Latin letters"), max_length=100, blank=True, help_text=_("As in the passport: HONG Gildong.")
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KOREAN)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()


class Organization(Bilingual, Owned):
    """A member of the promotion group, or an employer that sends trainees."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    name_ko = models.CharField(_("name (Korean)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name_ko", "pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "name_ko"], name="organization_name_once")]

    def __str__(self) -> str:
        return self.text("name")


class MembershipQuerySet(OwnedQuerySet):
    def current(self) -> Self:
        return self.filter(revoked_at=None)

    def holding(self, user: Any, complex: Complex | None, *roles: str) -> Self:
        """The current memberships of a person in a complex with one of these roles."""
        return self.current().filter(user=user, complex=complex, role__in=roles)


class Membership(Owned):
    """A role a person holds in an organization; revoked, never deleted."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "role"], condition=Q(revoked_at=None), name="membership_held_once"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False),
                name="membership_revoked_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class ConsentTextQuerySet(OwnedQuerySet):
    def in_force(self, day: date) -> Self:
        """The latest version of each key whose day has come."""
        newest = self.model._base_manager.filter(
            complex=OuterRef("complex"), key=OuterRef("key"), in_force_on__lte=day
        ).order_by("-version")
        return self.filter(version=Subquery(newest.values("version")[:1]))


class ConsentText(Bilingual, Owned):
    """One version of what a person is asked to agree to (PIPA §15②: purpose, items, period, right to refuse)."""

    key = models.SlugField(_("key"))
    version = models.PositiveSmallIntegerField(_("version"))
    asked_at = models.CharField(_("asked"), max_length=20, choices=AskedAt.choices, default=AskedAt.SIGN_UP)
    required = models.BooleanField(_("required"))
    title_ko = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    purpose_ko = models.TextField()
    purpose_en = models.TextField()
    items_ko = models.TextField()
    items_en = models.TextField()
    period_ko = models.TextField()
    period_en = models.TextField()
    refusal_ko = models.TextField()
    refusal_en = models.TextField()
    in_force_on = models.DateField()

    objects = ConsentTextQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["key", "version"]
        constraints = [models.UniqueConstraint(fields=["complex", "key", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The four rows of the notice, in the reader's language."""
        return [
            (gettext("Purpose"), self.text("purpose")),
            (gettext("Items"), self.text("items")),
            (gettext("Period"), self.text("period")),
            (gettext("Right to refuse, and what follows"), self.text("refusal")),
        ]


class ConsentQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Given and not taken back."""
        return self.filter(withdrawn_at=None)


class Consent(Owned):
    """That a person agreed to one version of a text, when; and when they took it back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    consent_text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consent_text"], condition=Q(withdrawn_at=None), name="consent_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.consent_text}"


def age_on(birth_date: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
