"""What the sample's people asked their instructors, and what cohort 1 said of its training when it was over."""

import random
from datetime import datetime, timedelta
from typing import Any

from courses.models import Lesson
from enrollment.models import Enrollment, SurveyQuestion
from enrollment.queries import threads as queries
from enrollment.services import surveys, threads
from enrollment.states import SurveyKind
from training.accounts.models import User

QUESTIONS: list[tuple[str, str, str, str | None]] = [  # key of the lesson or none, subject, text, answer
    (
        "slurry-mixing",
        "바인더를 나중에 넣으면 안 됩니까?",
        "양극 슬러리에서 도전재와 바인더를 섞는 순서를 바꾸면 점도가 어떻게 달라지는지 알고 싶습니다.",
        "도전재가 먼저 젖지 않으면 덩어리가 남습니다. 내일 실습에서 두 순서의 점도를 함께 재어 보겠습니다.",
    ),
    (
        "capability-control-charts",
        "공정능력지수 표본 수",
        "Cpk를 낼 때 표본이 몇 개 이상이어야 하는지 자료마다 다릅니다. 현장에서는 몇 개로 합니까?",
        None,
    ),
    ("", "실습복은 어디에서 받습니까?", "내일 드라이룸 실습에 필요한 옷을 받는 곳과 시간을 알려 주십시오.", None),
]
GOOD = [
    "코팅 장비를 직접 다뤄 본 것",
    "결함 사진을 보며 함께 판정한 수업",
    "N/P 비율을 손으로 계산하고 바로 확인한 점",
    "드라이룸 출입 절차를 몸으로 익힌 것",
    "질문에 그 자리에서 답해 주신 점",
    "셀을 분해하며 원인을 찾은 실습",
]
TO_CHANGE = [
    "점심 뒤 이론 수업이 깁니다.",
    "글로브박스를 한 대 더 놓으면 좋겠습니다.",
    "실습복 치수를 미리 조사해 주십시오.",
    "실습실 환기가 약합니다.",
    "시험 문제 풀이 시간이 더 있으면 좋겠습니다.",
]
MEANS = {"safety": 3.4, "office": 3.9}  # of five, where it is not the usual
USUAL = 4.2


def questions(enrollments: list[Enrollment], *, instructor: User, now: datetime) -> None:
    """Three questions of the last two days, the first of which was answered."""
    for number, (key, subject, text, answer) in enumerate(QUESTIONS):
        asker = enrollments[number]
        then = now - timedelta(hours=40 - 12 * number)
        lesson: Lesson | None = queries.lessons(asker).filter(key=key).first() if key else None
        thread = threads.ask(asker, subject=subject, text=text, lesson=lesson, by=asker.trainee, now=then)
        if answer:
            threads.answer(thread, text=answer, by=instructor, now=then + timedelta(hours=5))


def survey(enrollments: list[Enrollment], *, now: datetime) -> None:
    """All but three of the people answered within the window; the same at every load."""
    dice = random.Random(1)  # noqa: S311 - sample data
    asked = list(SurveyQuestion.objects.filter(version=surveys.of(enrollments[0].cohort).version_id))
    for number, enrollment in enumerate(enrollments[:-3]):
        surveys.answer(enrollment, answers=_answers(asked, number, dice), by=enrollment.trainee, now=now)


def _answers(asked: list[SurveyQuestion], number: int, dice: random.Random) -> dict[str, Any]:
    steps = {
        one.key: min(5, max(1, round(dice.gauss(MEANS.get(one.key, USUAL), 0.8))))
        for one in asked
        if one.kind == SurveyKind.SCALE
    }
    words = {key: texts[number] for key, texts in (("best", GOOD), ("better", TO_CHANGE)) if number < len(texts)}
    return steps | words
