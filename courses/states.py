"""States of a lesson's text, and what is done with several rows of a bank at once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Translation(TextChoices):
    """How an English text stands to the Korean edition published now. Computed, never stored."""

    ORIGINAL = "original", _("original")
    CURRENT = "current", _("up to date")
    UNCHECKED = "unchecked", _("not compared with the Korean yet")
    OUTDATED = "outdated", _("out of date")
    MISSING = "missing", _("not translated yet")


class BankAct(TextChoices):
    """What an author does with several questions, skills or quizzes of a course at once."""

    RETIRE = "retire", _("Retire")
    RESTORE = "restore", _("Bring back")
    MOVE = "move", _("Move to a module")
    PUBLISH = "publish", _("Show to trainees")
    HIDE = "hide", _("Hide from trainees")


BANK_ACTS = {
    "questions": (BankAct.RETIRE, BankAct.RESTORE, BankAct.MOVE),
    "skills": (BankAct.RETIRE, BankAct.RESTORE, BankAct.MOVE),
    "quizzes": (BankAct.PUBLISH, BankAct.HIDE),
}
