"""States of a lesson's text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Translation(TextChoices):
    """How an English text stands to the Korean edition published now. Computed, never stored."""

    ORIGINAL = "original", _("original")
    CURRENT = "current", _("up to date")
    UNCHECKED = "unchecked", _("not compared with the Korean yet")
    OUTDATED = "outdated", _("out of date")
    MISSING = "missing", _("not translated yet")
