"""What the sample programs ask of applicants, and how they choose."""

from typing import Any

from enrollment.models import Admission, Program
from enrollment.states import ApplicantKind
from training.core.models import Complex

PAPERS: list[dict[str, Any]] = [
    {
        "key": "employment",
        "title_ko": "재직증명서",
        "title_en": "Certificate of employment",
        "purpose_ko": "재직자 정원으로 신청할 수 있는지 확인합니다. 개강 전까지 내도 됩니다.",
        "purpose_en": "To confirm that you may take a seat for employed people. You can hand it in until the course begins.",
        "required": False,
        "kinds": [ApplicantKind.EMPLOYED.value, ApplicantKind.SPONSORED.value],
    },
    {
        "key": "job-seeking",
        "title_ko": "구직등록확인증",
        "title_en": "Proof of registration as a job seeker",
        "purpose_ko": "예비취업자 정원으로 신청할 수 있는지 확인합니다. 개강 전까지 내도 됩니다.",
        "purpose_en": "To confirm that you may take a seat for job seekers. You can hand it in until the course begins.",
        "required": False,
        "kinds": [ApplicantKind.JOB_SEEKER.value],
    },
]
CRITERIA = [
    {"key": "motive", "title_ko": "지원 동기", "title_en": "Motivation", "most": 10, "weight": 3},
    {"key": "basics", "title_ko": "기초 이해", "title_en": "Basic understanding", "most": 10, "weight": 2},
    {"key": "plan", "title_ko": "취업·활용 계획", "title_en": "Plan after training", "most": 10, "weight": 2},
]
OF_AGE = [{"rule": "age_at_least", "value": 15}]


def write(complex: Complex, card: Program, employer: Program) -> None:
    """The card asks for its number and takes everybody of 15 or older; employer training takes only who is sent."""
    Admission.objects.create(
        complex=complex,
        program=card,
        kinds=list(ApplicantKind.values),
        asks_card_number=True,
        documents=PAPERS,
        eligibility=OF_AGE,
        criteria=CRITERIA,
        pass_percent=40,
        no_show_days=3,
    )
    Admission.objects.create(
        complex=complex,
        program=employer,
        kinds=[ApplicantKind.SPONSORED.value],
        documents=PAPERS[:1],
        eligibility=[*OF_AGE, {"rule": "sponsor"}],
        criteria=CRITERIA,
    )
