"""The complex a row belongs to."""

from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


class Bilingual:
    """Gives a row with `_ko` and `_en` fields its text in the reader's language."""

    def text(self, field: str) -> str:
        language = "en" if (get_language() or "ko").startswith("en") else "ko"
        return getattr(self, f"{field}_{language}") or getattr(self, f"{field}_ko")


class Brand(models.TextChoices):
    """How a complex looks: a pair of colors (`tokens.css`, light and dark) and a mark (`icons.svg`)."""

    CELL = "cell", _("Blue, with a cell")
    CHIP = "chip", _("Plum, with a chip")


# What a browser wants to know before it reads a style sheet: the color of its own frame, and the picture of a tab.
FRAME_COLORS = {Brand.CELL: "#0b4a6f", Brand.CHIP: "#6a2160"}
MARKS = {Brand.CELL: "core/mark.svg", Brand.CHIP: "core/mark-chip.svg"}
ICONS = {Brand.CELL: "core/icon-{}.png", Brand.CHIP: "core/icon-chip-{}.png"}  # by size, for what draws no SVG


class Complex(Bilingual, models.Model):
    """A specialized complex that runs its own program: brand, host, issuer and time zone."""

    key = models.SlugField(unique=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    site = models.OneToOneField("wagtailcore.Site", on_delete=models.PROTECT, related_name="complex")
    issuer_ko = models.CharField(_("issuer (Korean)"), max_length=200)
    issuer_en = models.CharField(_("issuer (English)"), max_length=200)
    register_word = models.CharField(_("word in register numbers"), max_length=10, help_text="제2026-충북-0001호")
    brand = models.CharField(_("colors and mark"), max_length=10, choices=Brand, default=Brand.CELL)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Seoul", validators=[known_zone])
    review_required = models.BooleanField(_("lessons need a second person's approval"), default=True)
    support_phone = models.CharField(_("help line"), max_length=30, blank=True)
    support_email = models.EmailField(_("help address"), blank=True)
    sender_email = models.EmailField(_("address that mail comes from"), blank=True)

    class Meta:
        verbose_name = _("complex")
        verbose_name_plural = _("complexes")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.text("name")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def frame_color(self) -> str:
        return FRAME_COLORS[Brand(self.brand)]

    @property
    def mark(self) -> str:
        """The static file of its mark."""
        return MARKS[Brand(self.brand)]

    @property
    def touch_icon(self) -> str:
        """The static file of its mark on the first screen of a phone."""
        return ICONS[Brand(self.brand)].format("apple-180")

    @property
    def icon(self) -> str:
        """The symbol of its mark in `icons.svg`."""
        return "mark" if self.brand == Brand.CELL else f"mark-{self.brand}"

    def address(self, path: str = "/") -> str:
        """The absolute address of a path on this complex's host."""
        return self.site.root_url + path


def brand_of(complex: Complex | None) -> Brand:
    """The first where a host has no complex."""
    return Brand(complex.brand) if complex else Brand.CELL


class OwnedQuerySet(models.QuerySet):
    """Every read of an owned row begins with `.of(complex)`."""

    def of(self, complex: Complex) -> Self:
        return self.filter(complex=complex)


class Owned(models.Model):
    """A row that belongs to one complex; staff of another never see it."""

    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="+", verbose_name=_("complex"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
