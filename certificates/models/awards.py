"""The register, what it holds, and the files that were given out."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.batches import IssueBatch
from certificates.models.designs import Design
from certificates.models.statuses import StatusList
from certificates.states import (
    CERTIFICATE_TRANSITIONS,
    WITH_FILE,
    CertificateState,
    DesignKind,
    Failure,
    RevocationReason,
)
from enrollment.models import Cohort, Decision, Enrollment
from training.core.models import AppendOnly, Owned, OwnedQuerySet


class Register(Owned):
    """The running numbers of one issuer and year. `last_number` moves in the transaction of the intent only."""

    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["complex", "year"], name="register_once_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"


class CertificateQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Those that keep a person from getting another of the kind."""
        return self.filter(state__in=[CertificateState.INTENDED, CertificateState.ISSUED])

    def with_file(self) -> Self:
        """Those that were given out, whatever became of them."""
        return self.filter(state__in=WITH_FILE)

    def with_records(self) -> Self:
        """Each with what an answer about it reads: its successor, its files, its lines of the log."""
        return self.select_related("superseded_by", "complex").prefetch_related("files", "entries__log")

    def failed(self) -> Self:
        return self.filter(state=CertificateState.INTENDED).exclude(failure="")

    def waiting(self) -> Self:
        return self.filter(state=CertificateState.INTENDED, failure="")


class Certificate(Owned):
    """What was awarded, frozen on the day.

    `content` is canonical JSON and `content_sha256` the hash of exactly those bytes. Of the birth date it holds only a
    commitment; the date itself stands in its own column, as does the sealed code, so that both can be erased while
    the hash of the code still answers whoever holds the paper.
    """

    TRANSITIONS = CERTIFICATE_TRANSITIONS

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="certificates")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="certificates")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )  # none for a confirmation of enrollment
    kind = models.CharField(_("kind"), max_length=15, choices=DesignKind.choices)
    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="certificates")
    batch = models.ForeignKey(IssueBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates")
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.INTENDED
    )

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    register_number = models.CharField(_("register number"), max_length=40)
    code_hash = models.CharField(max_length=64, unique=True)
    code_sealed = models.TextField(blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    content = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    content_commitment = models.CharField(
        max_length=64, default="", help_text=_("Of the content, under the code; for the log.")
    )

    intended_at = models.DateTimeField(_("decided to issue"))
    issued_on = models.DateField(_("date of issue"))
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    # Drawn with the intent. Papers from before there were credentials have none of these, and are valid as they are.
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    status_index = models.PositiveIntegerField(_("place in the status list"), null=True, blank=True)
    credential = models.TextField(blank=True, default="", help_text=_("As it was signed and embedded; can be erased."))
    credential_sha256 = models.CharField(max_length=64, blank=True, default="")

    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    failure = models.CharField(_("why not yet"), max_length=10, choices=Failure.choices, blank=True)
    failure_detail = models.CharField(max_length=250, blank=True)

    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revocation_code = models.CharField(  # noqa: DJ001 - all set or all null
        _("public reason"),
        max_length=15,
        choices=RevocationReason.choices,
        null=True,
        blank=True,
    )
    revocation_note = models.TextField(_("private note"), null=True, blank=True)  # noqa: DJ001 - all set or all null
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["register", "number"]
        indexes = [models.Index(fields=["batch", "state"], name="certificate_by_batch")]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="certificate_number_once"),
            models.UniqueConstraint(fields=["complex", "register_number"], name="certificate_register_number_once"),
            models.UniqueConstraint(
                fields=["person", "cohort", "kind"],
                condition=Q(state=CertificateState.ISSUED),
                name="certificate_issued_once",
            ),
            models.UniqueConstraint(
                fields=["person", "cohort", "kind"],
                condition=Q(state=CertificateState.INTENDED),
                name="certificate_intended_once",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"],
                condition=Q(status_list__isnull=False),
                name="certificate_status_index_once",
            ),
            models.CheckConstraint(
                condition=Q(status_list=None, status_index=None)
                | Q(status_list__isnull=False, status_index__isnull=False),
                name="certificate_status_together",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="certificate_number_from_one"),
            models.CheckConstraint(
                condition=Q(kind=DesignKind.ENROLLMENT) | Q(decision__isnull=False),
                name="certificate_rests_on_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_FILE, issued_at__isnull=False) | Q(issued_at=None) & ~Q(state__in=WITH_FILE),
                name="certificate_issued_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CertificateState.REVOKED,
                    revoked_at__isnull=False,
                    revoked_by__isnull=False,
                    revocation_code__isnull=False,
                    revocation_note__isnull=False,
                )
                | Q(revoked_at=None, revoked_by=None, revocation_code=None, revocation_note=None)
                & ~Q(state=CertificateState.REVOKED),
                name="certificate_revoked_together",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.SUPERSEDED, superseded_by__isnull=False, superseded_at__isnull=False)
                | Q(superseded_by=None, superseded_at=None) & ~Q(state=CertificateState.SUPERSEDED),
                name="certificate_superseded_together",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")), name="certificate_expires_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(content="", code_sealed="", credential="", birth_date=None),
                name="certificate_erased_is_blank",
            ),
        ]

    def __str__(self) -> str:
        return self.register_number

    def __repr__(self) -> str:  # neither code nor name in any log
        return f"<Certificate {self.pk}>"

    @property
    def facts(self) -> dict[str, Any]:
        """The frozen content, read; nothing once it was erased."""
        found: dict[str, Any] = json.loads(self.content) if self.content else {}
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A certificate changes by its transitions only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A certificate is never deleted; its number stays in the register.")


class CertificateFile(AppendOnly):
    """A file as it was stored, with the hash of its bytes. Added, never changed; only ever served as it is."""

    REFUSAL = "A stored file is never {done}."

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField(_("number"))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    path = models.CharField(max_length=200, unique=True, help_text=_("Below the private folder."))
    stored_at = models.DateTimeField(_("stored"))
    signer = models.CharField(_("signed by"), max_length=200, blank=True, help_text=_("As its certificate says."))
    signer_sha256 = models.CharField(max_length=64, blank=True)
    is_demonstration = models.BooleanField(_("signed by a demonstration authority"), default=False)
    stamped_at = models.DateTimeField(_("time stamped"), null=True, blank=True)
    lasts_until = models.DateTimeField(
        _("provable until"), null=True, blank=True, help_text=_("When the certificate of its latest timestamp ends.")
    )

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")
        ordering = ["certificate", "number"]
        constraints = [models.UniqueConstraint(fields=["certificate", "number"], name="certificate_file_number_once")]

    def __str__(self) -> str:
        return f"#{self.certificate_id}.{self.number}"
