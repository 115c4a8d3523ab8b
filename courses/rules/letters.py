"""The mails about reviews and comments, and which words an operator may put into each."""

from django.utils.translation import gettext_lazy as _

from training.core.letters import Sample, register

ABOUT: dict[str, Sample] = {"title": ("슬러리 믹싱", "Slurry mixing"), "by": ("이강사", "LEE Gangsa")}
COMMENT: dict[str, Sample] = {"comment": ("표 2의 단위를 확인해 주세요.", "Please check the unit in table 2.")}
TEXTS: dict[str, Sample] = {"texts": (["점도 단위가 다릅니다."], ["The unit of viscosity differs."])}


def register_all() -> None:
    """Called once, from `ready()`."""
    register("review_submitted", _("Authors: a lesson waits for review"), ABOUT, demanded="title")
    register("review_approved", _("Authors: a lesson was approved"), {**ABOUT, **COMMENT}, demanded="title")
    register("review_returned", _("Authors: a lesson was returned"), {**ABOUT, **COMMENT}, demanded="title comment")
    register("comments_made", _("Authors: new comments"), {**ABOUT, **TEXTS}, demanded="title", also={"resolved": []})
