"""The mails about demand, and which words an operator may put into each."""

from django.utils.translation import gettext_lazy as _

from training.core.letters import Sample, register

ABOUT: dict[str, Sample] = {
    "organization": ("한빛셀", "Hanbit Cell"),
    "subject": ("슬러리 믹싱", "Slurry mixing"),
    "people": (8, 8),
    "quarter": ("2027년 1분기", "first quarter of 2027"),
}
PLAN: dict[str, Sample] = {
    "course": ("배터리 셀 제조공정 실무", "Practical battery cell manufacturing"),
    "cohort": ("5기", "Cohort 5"),
    "days": ("2027. 2. 1.(월) ~ 3. 26.(금)", "1 Feb to 26 Mar 2027"),
    "opens": ("2027. 1. 4.(월) 09:00", "4 Jan 2027 (Mon) 09:00"),
}
ANSWER: dict[str, Sample] = {"answer": ("3월에 과정을 열겠습니다.", "We will open a course in March.")}


def register_all() -> None:
    """Called once, from `ready()`."""
    register(
        "demand_planned", _("Employers: a cohort is planned for a demand"), {**ABOUT, **PLAN}, demanded="course days"
    )
    register(
        "demand_answered",
        _("Employers: a demand is answered"),
        {**ABOUT, **ANSWER},
        demanded="answer",
        also={"declined": False},
    )
