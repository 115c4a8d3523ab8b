"""A small curriculum in a folder, loaded, with people around it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import translation

from courses.models import Course, Lesson, LessonPage
from courses.services import authors, curriculum
from tests import factories
from training.accounts.models import User
from training.accounts.states import Role
from training.core.models import Complex

COURSE = """\
key: cells
title_ko: 배터리 셀 실무
title_en: Battery cells in practice
summary_ko: 셀 한 로트를 만듭니다.
summary_en: Make one lot of cells.
outcomes_ko: [로딩을 계산합니다.]
outcomes_en: [Calculate loading.]
audience_ko: 재직자와 구직자
audience_en: Employees and job seekers
blocks:
- {key: electrode, mark: circle, title_ko: 전극, title_en: Electrode}
- {key: assembly, mark: square, title_ko: 조립, title_en: Assembly}
"""
MODULE = """\
key: %(key)s
block: %(block)s
order: %(order)s
title_ko: 모듈 %(key)s
title_en: Module %(key)s
summary_ko: 요약 %(key)s
theory_hours: 8
practice_hours: 4.5
outline_ko: [차시 %(key)s-1, 실습 %(key)s]
outline_en: [Lesson %(key)s-1, Practice %(key)s]
"""
LESSON = """\
---
key: %(key)s
order: %(order)s
title: %(title)s
summary: %(summary)s
minutes: 45
theory_hours: 1
practice_hours: 0
preview: %(preview)s
objectives:
- 목표 하나
sources:
- 출처 하나
---
## 머리 %(key)s

비밀스러운 본문 %(key)s **굵게** $x$ <3

::: defect
name: 기포
looks_like: 거품
cause: 탈포 부족
detection: 눈
action: 다시 탈포
source: 일반 지식
:::
"""


def write(folder: Path, *, modules: int = 2, lessons: int = 2) -> Path:
    """A curriculum of so many modules with so many lessons each; the very first lesson is a free preview."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(COURSE)
    for m in range(1, modules + 1):
        key = f"m{m}"
        below = folder / f"{m:02d}-{key}"
        below.mkdir(exist_ok=True)
        block = "electrode" if m == 1 else "assembly"
        (below / "module.yaml").write_text(MODULE % {"key": key, "block": block, "order": m})
        for number in range(1, lessons + 1):
            for language, title, summary in (("ko", "차시", "요약 문장"), ("en", "Lesson", "A summary")):
                (below / f"{key}-{number}.{language}.md").write_text(
                    LESSON
                    % {
                        "key": f"{key}-{number}",
                        "order": number,
                        "title": f"{title} {key}-{number}",
                        "summary": summary,
                        "preview": "true" if (m, number) == (1, 1) else "false",
                    }
                )
    return folder


@dataclass
class School:
    """A loaded course and who stands around it."""

    complex: Complex
    folder: Path
    course: Course
    writer: User  # teaches the course
    second: User  # teaches it too
    outsider: User  # teaches another course
    lead: User
    admin: User
    trainee: User

    def page(self, key: str, language: str = "ko") -> LessonPage:
        return LessonPage.objects.get(lesson__key=key, language=language)

    def lesson(self, key: str) -> Lesson:
        return Lesson.objects.get(key=key)

    def load(self) -> curriculum.Report:
        return curriculum.load(self.complex, self.folder, by=None, now=factories.NOW)


@pytest.fixture(autouse=True)
def in_korean():
    """A request leaves its language active; each test begins in Korean."""
    with translation.override("ko"):
        yield


@pytest.fixture
def folder(tmp_path) -> Path:
    return write(tmp_path / "curriculum")


@pytest.fixture
def school(complex, folder) -> School:
    return make_school(complex, folder)


@pytest.fixture(scope="module")
def lasting_school(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[School]:
    """One school for a module, in a transaction around the tests' own. `lasting` is a test's copy."""
    around = transaction.atomic()
    around._from_testcase = True  # as Django marks its own: what must be outermost may stand in it
    with django_db_blocker.unblock(), around, translation.override("ko"):
        yield make_school(factories.ground(), write(tmp_path_factory.mktemp("lasting") / "curriculum"))
        transaction.set_rollback(True)


@pytest.fixture
def lasting(lasting_school, db) -> School:
    """The lasting school as this test may change it: copies in memory, and in the database a transaction."""
    return deepcopy(lasting_school)


def make_school(complex: Complex, folder: Path) -> School:
    curriculum.load(complex, folder, by=None, now=factories.NOW)
    course = Course.objects.get(key="cells")
    cohort = factories.CohortFactory(complex=complex, course=course)
    home = factories.OrganizationFactory(complex=complex)

    def member(role: str, name: str) -> User:
        user = factories.UserFactory(name=name)
        factories.MembershipFactory(complex=complex, organization=home, user=user, role=role)
        authors.set_staff(user, complex)
        return user

    writer, second, outsider = (member(Role.INSTRUCTOR, name) for name in ("김작성", "이검토", "박외부"))
    for teacher in (writer, second):
        factories.TeachingFactory(complex=complex, cohort=cohort, instructor=teacher)
    authors.set_authors(course, [writer, second], publish=False)
    other = curriculum.load(complex, other_course(folder), by=None, now=factories.NOW)
    assert other.conflicts == []
    authors.set_authors(Course.objects.get(key="packs"), [outsider], publish=False)
    return School(
        complex=complex,
        folder=folder,
        course=course,
        writer=writer,
        second=second,
        outsider=outsider,
        lead=member(Role.LEAD, "최책임"),
        admin=member(Role.ADMIN, "한관리"),
        trainee=factories.EnrollmentFactory(complex=complex, cohort=cohort).trainee,
    )


def other_course(folder: Path) -> Path:
    """A second course beside the first, without modules."""
    other = folder.parent / "other"
    write(other, modules=0)
    (other / "course.yaml").write_text(COURSE.replace("key: cells", "key: packs"))
    return other


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences in English, which tests can read."""
    with translation.override("en"):
        yield
