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
EVENT: dict[str, Sample] = {
    "event": ("배터리 안전 공개 강좌", "Open lecture on battery safety"),
    "starts": ("2027. 1. 20.(수) 18:30", "20 Jan 2027 (Wed) 18:30"),
    "where": ("대강당, 오창 교육관", "Main hall, Ochang training center"),
}
ASKED: dict[str, Sample] = {
    "course": ("배터리 셀 제조공정 실무", "Practical battery cell manufacturing"),
    "months": (6, 6),
}


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
    register(
        "event_registered",
        _("Events: registered, or on the waiting list"),
        EVENT,
        demanded="event",
        also={"waiting": False},
    )
    register("event_moved_up", _("Events: a seat from the waiting list"), EVENT, demanded="event starts")
    register(
        "event_changed", _("Events: another place or time"), EVENT, demanded="event starts", also={"waiting": False}
    )
    register(
        "event_canceled",
        _("Events: canceled"),
        {**EVENT, "reason": ("강사의 사정으로 열지 않습니다.", "The speaker cannot come.")},
        demanded="event reason",
    )
    register("event_after", _("Events: materials and survey"), EVENT, demanded="event")
    register("event_introduced", _("Events: both want to meet"), EVENT, demanded="event")
    register("outcome_asked", _("Graduates: what do you do now?"), ASKED, demanded="course")
