"""Wordings of papers."""

from datetime import datetime

from django.db import transaction

from certificates.models import Design
from certificates.states import DesignKind
from training.core.models import Complex

# Neutral wording (field.md 1.7): a law is cited only where the program itself does.
STANDARD: dict[str, dict[str, str]] = {
    DesignKind.COMPLETION: {
        "title_ko": "수료증",
        "title_en": "Certificate of Completion",
        "body_ko": "위 사람은 본 기관이 실시한 위의 교육과정을 수료하였으므로 이 증서를 수여합니다.",
        "body_en": "This certifies that the person named above has completed the above course held by this institution.",
    },
    DesignKind.PARTICIPATION: {
        "title_ko": "이수증",
        "title_en": "Certificate of Participation",
        "body_ko": "위 사람은 본 기관이 실시한 위의 교육과정을 이수하였음을 증명합니다.",
        "body_en": "This certifies that the person named above took part in the above course held by this institution.",
    },
    DesignKind.ENROLLMENT: {
        "title_ko": "수강확인원",
        "title_en": "Confirmation of Enrollment",
        "body_ko": "위 사람은 본 기관이 실시하는 위의 교육과정에 등록한 사람임을 확인합니다. 이 확인원은 수료를 증명하지 않습니다.",
        "body_en": "This confirms that the person named above is or was enrolled in the above course. It does not certify completion.",
    },
}
SEAL_LETTERS = 9


@transaction.atomic
def current(complex: Complex, *, kind: str, now: datetime) -> Design:
    """The latest version of a kind; the standard wording becomes version 1 where a complex has none yet."""
    latest = Design.objects.of(complex).filter(kind=kind).order_by("-version").first()
    if latest is not None:
        return latest
    design, _created = Design.objects.get_or_create(
        complex=complex, kind=kind, version=1, defaults={**STANDARD[kind], **_signed(complex), "created_at": now}
    )
    return design


def _signed(complex: Complex) -> dict[str, str]:
    letters = "".join(char for char in complex.issuer_ko if char.isalnum())
    ending = "의인" if len(letters) <= SEAL_LETTERS - 2 else "인"
    seal = letters[: SEAL_LETTERS - len(ending)] + ending
    return {"signatory_ko": "원장", "signatory_en": "President", "seal": seal}
