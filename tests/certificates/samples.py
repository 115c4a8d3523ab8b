"""Frozen facts of an invented certificate, where no row is needed."""

FACTS = {
    "number": "제2026-충북-0001호",
    "replaces": None,
    "issued_on": "2026-11-23",
    "expires_on": None,
    "issuer": {"ko": "충북테크노파크", "en": "Chungbuk Technopark"},
    "holder": {"name": "홍길동", "latin_name": "HONG Gildong"},
    "course": {
        "ko": "배터리 셀 제조공정 실무",
        "en": "Practical battery cell manufacturing",
        "cohort": 1,
        "starts_on": "2026-09-07",
        "ends_on": "2026-10-30",
    },
    "hours": {"theory": "8", "practice": "8", "total": "16"},
    "modules": [
        {"ko": "믹싱", "en": "Mixing", "block_ko": "전극", "block_en": "Electrode", "theory": "8", "practice": "8",
         "total": "16"},
    ],
    "design": {
        "title_ko": "수료증",
        "title_en": "Certificate of Completion",
        "signatory_ko": "원장",
        "signatory_en": "President",
        "seal": "충북테크노파크의인",
    },
    "statement": {"ko": "위 사람은 과정을 수료하였습니다.", "en": "This certifies completion of the course."},
}  # fmt: skip
