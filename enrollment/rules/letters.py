"""The mails about cohorts and their people: what each is called, and which words an operator may put into it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.core.letters import Sample, register

ABOUT: dict[str, Sample] = {
    "course": ("배터리 셀 제조공정 실무", "Practical battery cell manufacturing"),
    "cohort": ("3기", "Cohort 3"),
    "first_day": ("2026. 12. 7.(월)", "7 Dec 2026 (Mon)"),
}
VENUE: dict[str, Sample] = {"venue": ("배터리 제조·검증지원센터", "Battery manufacturing center")}
DEADLINE: dict[str, Sample] = {"deadline": ("2026. 12. 2.(수) 18:00까지", "until 2 Dec 2026 (Wed) 18:00")}
REASON: dict[str, Sample] = {
    "reason": ("재직 확인 서류가 제출되지 않았습니다.", "Proof of employment was not handed in.")
}
DAY: dict[str, Sample] = {"day": ("2026. 12. 15.(화)", "15 Dec 2026 (Tue)")}
GROUND: dict[str, Sample] = {"ground": ("출석 미달", "attendance")}
ANSWER: dict[str, Sample] = {"answer": ("서류를 다시 확인하였습니다.", "We looked at the papers again.")}
DECISION: dict[str, Sample] = {"decision": ("인정", "accepted")}
LESSON: dict[str, Sample] = {"lesson": ("슬러리 믹싱: 순서와 점도", "Slurry mixing: order and viscosity")}
CHANGES: dict[str, Sample] = {
    "lines": (
        ["12. 8.(화) 09:00 슬러리 믹싱: 실습 2실로 변경", "12. 9.(수) 코팅: 취소"],
        ["8 Dec (Tue) 09:00 Slurry mixing: now in practice room 2", "9 Dec (Wed) Coating: canceled"],
    )
}
INSTRUMENT: dict[str, Sample] = {
    "instrument": ("충방전기 32채널", "32-channel cycler"),
    "reason": ("릴레이 보드를 교체합니다.", "The relay board is being replaced."),
    "until": DEADLINE["deadline"],
    "lines": (
        ["2026. 12. 8.(화) 13:00~18:00 화성 실습 · 활성화 실습실"],
        ["8 Dec 2026 (Tue) 13:00–18:00 Formation: practice · Formation lab"],
    ),
}


def _lines(*pairs: tuple[str, str]) -> dict[str, Sample]:
    return {"lines": ([ko for ko, _en in pairs], [en for _ko, en in pairs])}


def register_all() -> None:
    """Called once, from `ready()`."""
    for kind, label, words, demanded, also in (*APPLYING, *SPONSORED, *TRAINING, *RUNNING):
        register(kind, label, {**ABOUT, **words}, demanded=demanded, also=also)
    register(
        "deadlines_due",
        _("Operators: deadlines near or over"),
        {"count": (2, 2), **_lines(("3기: 명단 등록, 12. 11.까지", "Cohort 3: register the roster, until 11 Dec"))},
        demanded="lines",
    )
    register("application_entered", _("Application entered by the office"), ABOUT, demanded="course")
    register(
        "account_invited",
        _("Invitation to an account"),
        {"course": ABOUT["course"], "cohort": ABOUT["cohort"]},
        demanded="course",
    )


Row = tuple[str, Any, dict[str, Sample], str, dict[str, Any]]

APPLYING: list[Row] = [
    ("application_received", _("Application received"), VENUE, "course", {}),
    ("waitlisted", _("Place in the queue"), {"position": (3, 3), "hours": (48, 48), **VENUE}, "position", {}),
    ("offer_made", _("Selected: a seat is held"), {**DEADLINE, **VENUE}, "course deadline", {}),
    ("offer_ending", _("A held seat ends soon"), {**DEADLINE, **VENUE}, "course deadline", {}),
    ("offer_expired", _("A held seat has expired"), {**DEADLINE, **VENUE}, "course", {}),
    ("seat_given", _("Enrolled, with calendar file"), VENUE, "course", {}),
    ("not_selected", _("Not selected"), {**REASON, **VENUE}, "reason", {}),
    ("taken_out", _("Application ended by the office"), {**REASON, **VENUE}, "reason", {}),
    ("objection_filed", _("Objection received"), VENUE, "course", {}),
    (
        "objection_answered",
        _("Objection answered"),
        {**DECISION, **ANSWER, **VENUE},
        "decision answer",
        {"granted": True},
    ),
]
EMPLOYER: dict[str, Sample] = {"employer": ("한빛셀", "Hanbit Cell")}
SEATS: dict[str, Sample] = {**EMPLOYER, **DEADLINE, "seats": (5, 5)}
SPONSORED: list[Row] = [
    ("nominated", _("Nominated by an employer"), {**EMPLOYER, **DEADLINE}, "employer course deadline", {}),
    ("nomination_withdrawn", _("Nomination taken back"), EMPLOYER, "employer course", {}),
    ("nomination_answered", _("Employers: a nominee has answered"), EMPLOYER, "course", {"state": "accepted"}),
    ("agreement_made", _("Employers: seats are kept"), SEATS, "course seats deadline", {}),
    ("agreement_changed", _("Employers: kept seats changed"), SEATS, "course seats", {}),
    ("agreement_withdrawn", _("Employers: agreement withdrawn"), {**SEATS, **REASON}, "reason", {"returned": 2}),
    ("agreement_ended", _("Employers: nominations have ended"), SEATS, "course", {"returned": 2, "waiting": 1}),
]
TRAINING: list[Row] = [
    (
        "attendance_warning",
        _("Warning about attendance"),
        {
            "news": ("결석할 수 있는 날이 2일 남았습니다.", "You can miss 2 more days."),
            **_lines(("출석 12일, 결석 3일", "12 days present, 3 absent")),
        },
        "news",
        {"left": 2, "reachable": True},
    ),
    (
        "claim_decided",
        _("Claim about attendance decided"),
        {**DECISION, "days": ("12. 8.(화)", "8 Dec (Tue)")},
        "decision days",
        {"accepted": True},
    ),
    (
        "completion_decided",
        _("Completion decided"),
        {"decision": ("수료", "completed"), **_lines(("출석 80% 이상", "attendance of at least 80 %"))},
        "decision",
        {"completed": True},
    ),
    ("left", _("Training has ended"), {**DAY, **REASON}, "day reason", {}),
    ("no_show", _("Did not come"), {**DAY, **REASON}, "reason", {}),
    ("in_again", _("In training again, after a mistake"), {}, "course", {}),
    ("employed_early", _("Employed before the end"), {**DAY, **REASON}, "day", {}),
    ("moved", _("Moved to another cohort"), {"before": ("2기", "Cohort 2"), **REASON}, "before cohort", {}),
    ("dismissal_notice", _("Notice of dismissal"), {**GROUND, **DEADLINE, **REASON}, "ground deadline reason", {}),
    ("dismissal_in_force", _("Dismissal in force"), {**GROUND, **DAY, **REASON, **ANSWER}, "ground day", {}),
    ("dismissal_taken_back", _("Dismissal taken back"), {**GROUND, **ANSWER}, "course", {}),
    ("question_answered", _("Question answered"), LESSON, "course", {}),
    ("survey_open", _("Survey open"), {"until": ("2027. 2. 5.(금) 18:00", "5 Feb 2027 (Fri) 18:00")}, "until", {}),
]
RUNNING: list[Row] = [
    ("timetable_changed", _("Sessions changed or canceled"), CHANGES, "lines", {}),
    ("plan_changed", _("Days or venue changed"), CHANGES, "lines", {}),
    ("cohort_canceled", _("Cohort canceled"), REASON, "course reason", {}),
    ("instrument_out", _("Instrument out of order"), INSTRUMENT, "instrument until lines", {}),
    (
        "cohort_notice",
        _("Notice to a cohort"),
        {"subject": ("실습복 안내", "Workwear"), "text": ("실습복을 가져오세요.", "Please bring your workwear.")},
        "text",
        {},
    ),
    ("question_asked", _("Instructors: a trainee asks"), LESSON, "course", {}),
    (
        "teaching_given",
        _("Instructors: a course to teach"),
        {"last_day": ("2027. 1. 29.(금)", "29 Jan 2027 (Fri)")},
        "course",
        {},
    ),
    ("teaching_ended", _("Instructors: teaching has ended"), {}, "course", {}),
]
