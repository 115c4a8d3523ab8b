"""Wordings of papers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Design
from certificates.rules import looks
from certificates.services.refusals import Overtaken
from certificates.states import DesignKind, Ink
from training.accounts.models import User
from training.core import audit
from training.core.models import Complex
from training.core.models.complexes import Brand

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
INKS = {Brand.CELL: Ink.BLUE, Brand.CHIP: Ink.PLUM}
SEAL_LETTERS = 9
SAID = (
    *("title_ko", "title_en", "body_ko", "body_en", "signatory_ko", "signatory_en", "seal"),
    *("second_ko", "second_en", "second_seal", "border", "ink", "validity_months"),
    *(f"shows_{part}" for part in looks.PARTS),
)


@transaction.atomic
def current(complex: Complex, *, kind: str, now: datetime) -> Design:
    """The latest version of a kind; the standard wording becomes version 1 where a complex has none yet."""
    found = latest(complex, kind=kind)
    if found is not None:
        return found
    defaults = {name: getattr(standard(complex, kind=kind), name) for name in SAID}
    design, _created = Design.objects.get_or_create(
        complex=complex, kind=kind, version=1, defaults={**defaults, "created_at": now}
    )
    return design


def latest(complex: Complex, *, kind: str) -> Design | None:
    """The version in use; None while a complex has none of a kind, and the standard wording is."""
    return Design.objects.of(complex).filter(kind=kind).order_by("-version").first()


def standard(complex: Complex, *, kind: str) -> Design:
    """The wording that a complex begins with, in the color of its brand; not saved."""
    ink = INKS[Brand(complex.brand)]
    return Design(complex=complex, kind=kind, version=0, ink=ink, **STANDARD[kind], **_signed(complex))


@transaction.atomic
def change(complex: Complex, *, kind: str, words: dict[str, Any], seen: int, by: User, now: datetime) -> Design:
    """The next version of a kind, which the next paper is made by. Says nothing new where nothing was changed.

    `seen` is the number of the version in use when the writer began; raises Overtaken where another came since. Going
    back is making a version that equals an earlier one.
    """
    Complex.objects.select_for_update().get(pk=complex.pk)
    versions = list(Design.objects.of(complex).filter(kind=kind).order_by("-version"))
    newest = versions[0] if versions else None
    if seen != (newest.version if newest else 0):
        raise Overtaken(_("Somebody saved another version meanwhile. Open the list and begin from the latest."))
    if newest is not None and _says(newest) == words:
        return newest
    equals = next((version for version in versions[1:] if _says(version) == words), None)
    made = Design.objects.create(
        complex=complex, kind=kind, version=seen + 1, equals=equals, created_by=by, created_at=now, **words
    )
    audit.record(made, "designed", by=by, at=now, after=f"{kind} v{made.version}")
    return made


def _says(design: Design) -> dict[str, Any]:
    return {name: getattr(design, name) for name in SAID}


def _signed(complex: Complex) -> dict[str, str]:
    letters = "".join(char for char in complex.issuer_ko if char.isalnum())
    ending = "의인" if len(letters) <= SEAL_LETTERS - 2 else "인"
    seal = letters[: SEAL_LETTERS - len(ending)] + ending
    return {"signatory_ko": "원장", "signatory_en": "President", "seal": seal}
