"""A page of a design before it is saved: of an invented person, with a number that no register holds."""

from datetime import datetime, timedelta
from typing import Any

from certificates import pdf
from certificates.models import Design
from certificates.pdf import Document
from certificates.rules import truths
from certificates.services import freezing
from certificates.states import DesignKind
from courses.models import Course
from enrollment.models import Program
from training.core import clock

NUMBER = "제0000-견본-0000호"
CODE = "0" * 20  # not well formed: it verifies as nothing
HOLDER = {"name": "김견본", "latin_name": "KIM Gyeonbon"}
BORN_YEARS_AGO = 27
DAYS = 39  # of the invented course
COURSE = {"ko": "배터리 셀 제조공정 실무", "en": "Practical battery cell manufacturing"}
MODULES = [
    {
        "block_ko": "전극", "block_en": "Electrode", "ko": "슬러리 믹싱", "en": "Slurry mixing",
        "theory": "8", "practice": "8", "total": "16",
    }
]  # fmt: skip
SKILLS = [{"ko": "전극 두께 측정", "en": "Measuring the thickness of an electrode"}]


def document(design: Design, *, program: Program | None, now: datetime) -> Document:
    """The exact page, with “견본 SAMPLE” across it."""
    today = clock.day_of(now, design.complex.zone)
    return pdf.compose(
        _facts(design, program, now),
        code=CODE,
        birth_date=today.replace(year=today.year - BORN_YEARS_AGO, month=5, day=17),
        address=design.complex.address("/verify/"),
        sample=True,
        specimen=True,
    )


def _facts(design: Design, program: Program | None, now: datetime) -> dict[str, Any]:
    complex = design.complex
    today = clock.day_of(now, complex.zone)
    course = Course.objects.of(complex).order_by("order", "pk").first()
    modules, hours = freezing.modules_of(course) if course else ([], {})
    expires = truths.expiry(today, design.validity_months)
    facts: dict[str, Any] = {
        "kind": design.kind,
        "number": NUMBER,
        "replaces": None,
        "issued_on": today.isoformat(),
        "expires_on": expires.isoformat() if expires else None,
        "issuer": {"ko": complex.issuer_ko, "en": complex.issuer_en},
        "holder": HOLDER,
        "course": {
            **({"ko": course.title_ko, "en": course.title_en} if course else COURSE),
            "cohort": 1,
            "starts_on": (today - timedelta(days=DAYS)).isoformat(),
            "ends_on": today.isoformat(),
        },
        "hours": hours if modules else {name: MODULES[0][name] for name in ("theory", "practice", "total")},
        "modules": modules or MODULES,
        "skills": SKILLS,
        "design": freezing.design_facts(design),
        "statement": freezing.statement(design, program),
    }
    if design.kind == DesignKind.ENROLLMENT:
        facts["standing"] = {"as_of": today.isoformat(), **freezing.ATTENDING}
    return facts
