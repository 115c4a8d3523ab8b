"""The second sample site's own sentences, in both languages."""

from training.sample import words
from training.sample.words import NOTICES

__all__ = ["ABOUT", "HELP", "LEAD", "NOTICES", "NOTICE_LIST", "PRIVACY", "PROCESS"]

LEAD = {
    "ko": "클린룸에서 노광, 식각, 증착, 계측을 배우고, 누구나 확인할 수 있는 수료증을 받습니다.",
    "en": "Learn lithography, etching, deposition and metrology in a cleanroom, and earn a certificate anyone can verify.",
}
ABOUT = {
    "ko": (
        "과정 운영 안내",
        [
            "한 플랫폼을 여러 특화단지가 함께 쓰는 모습을 보여 주는 견본입니다. 실제 기관의 사업이 아닙니다.",
            "2주 동안 반도체 공정의 기초를 배웁니다. 나오는 사람과 기관은 모두 지어냈습니다.",
        ],
    ),
    "en": (
        "About the program",
        [
            "A sample that shows several complexes on one platform. It is no program of a real organization.",
            "Two weeks on the basics of chip processes. All people and organizations are invented.",
        ],
    ),
}
HELP = {
    "ko": (
        "도움말",
        [
            "신청: 과정 화면에서 모집 중인 기수를 고르고 신청하기를 눌러 주세요.",
            "문의: 031-000-0000, help@gyeonggi.example (평일 09:00~18:00)",
        ],
    ),
    "en": (
        "Help",
        [
            "Applying: choose an open cohort on the course page and press Apply.",
            "Questions: 031-000-0000, help@gyeonggi.example (weekdays 09:00 to 18:00)",
        ],
    ),
}
PRIVACY = {
    language: (title, [line.replace("help@ochang.example", "help@gyeonggi.example") for line in lines])
    for language, (title, lines) in words.PRIVACY.items()
}
NOTICE_LIST = {
    "cohort-2": {
        "ko": ("2기 훈련생을 모집합니다", ["과정 화면에서 남은 자리와 마감을 확인하고 신청해 주세요."]),
        "en": ("Cohort 2 is open for applications", ["See the seats left and the deadline on the course page."]),
    },
}
PROCESS = {
    "en": (
        "Learned in two blocks",
        [
            ("circle", "Patterns", "Work in a cleanroom and draw lines with light."),
            ("square", "Films and measurement", "Etch, deposit, and know what you measured."),
        ],
    ),
}
