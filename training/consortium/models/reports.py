"""Reports: what is asked, and what was submitted, frozen with the rows it rests on."""

import json
import zlib
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course
from training.accounts.models import Organization
from training.consortium.states import REPORT_TRANSITIONS, ReportState, ReportUnit
from training.core.models import AppendOnly, Owned


class Report(Owned):
    """What is asked: a period and what it is cut into, and one course or organization where only that is meant.

    A draft holds no figures; they are reckoned when somebody looks. What was submitted stands in its editions.
    """

    TRANSITIONS = REPORT_TRANSITIONS

    title = models.CharField(_("title"), max_length=150)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    unit = models.CharField(_("cut into"), max_length=7, choices=ReportUnit.choices)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("consortium", "report")
        verbose_name_plural = pgettext_lazy("consortium", "reports")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="report_days_in_order")]

    def __str__(self) -> str:
        return self.title


class ReportEdition(AppendOnly, Owned):
    """One report as it was submitted, under the next number of its complex. A corrected one names the one it replaces.

    `content` is canonical JSON and `sha256` the hash of exactly its bytes; `source_sha256` is that of the rows counted.
    """

    REFUSAL = "A report that was submitted is never {done}."

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(_("why it was corrected"), max_length=500, blank=True)
    rule_version = models.PositiveSmallIntegerField(_("version of the rules"))
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    source_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("consortium", "edition of a report")
        verbose_name_plural = pgettext_lazy("consortium", "editions of reports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "number"], name="report_number_once"),
            models.UniqueConstraint(fields=["report"], condition=Q(replaces=None), name="report_first_once"),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | Q(replaces__isnull=False) & ~Q(reason=""),
                name="report_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The frozen figures."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class ReportSource(AppendOnly, Owned):
    """The rows of one kind that an edition counted: each row's key with a hash of what of it was counted, compressed.

    Keys and hashes alone: what a row said then cannot be read from it, only that it says something else now.
    """

    REFUSAL = "What a report rests on is never {done}."

    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    packed = models.BinaryField()

    class Meta:
        verbose_name = pgettext_lazy("consortium", "source of a report")
        verbose_name_plural = pgettext_lazy("consortium", "sources of reports")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="report_source_kind_once")]

    def __str__(self) -> str:
        return self.kind

    @staticmethod
    def pack(lines: dict[str, str]) -> bytes:
        return zlib.compress("\n".join(f"{key} {digest}" for key, digest in lines.items()).encode())

    @property
    def lines(self) -> dict[str, str]:
        text = zlib.decompress(bytes(self.packed)).decode()
        return dict(line.split(" ", 1) for line in text.splitlines())  # type: ignore[misc]  # each line is a pair
