"""When a survey is open, what it asks, and what of its answers may be shown without showing a person's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

LEAST = 5  # people: what fewer than these said is not shown
OPEN_DAYS = 30  # 국민내일배움카드 운영규정 §33②: within thirty days after the end
SCALE = range(1, 6)
SATISFIED = 4  # and more
MOST_WORDS = 2000


@dataclass(frozen=True)
class Asked:
    """One question as it is shipped."""

    key: str
    kind: str
    label_ko: str
    label_en: str
    text_ko: str
    text_en: str


# A version that was asked is never edited: a changed question is a new version under the next number.
STANDARD: dict[int, tuple[Asked, ...]] = {
    1: (
        Asked("overall", "scale", "훈련 전반", "Training as a whole",
              "이 훈련에 전반적으로 만족합니다.", "I am satisfied with this training as a whole."),
        Asked("useful", "scale", "직무 도움", "Use at work",
              "배운 내용이 일하는 데 도움이 됩니다.", "What I learned helps me at work."),
        Asked("instructors", "scale", "강사", "Instructors",
              "강사가 잘 준비하고 알기 쉽게 설명했습니다.", "The instructors were well prepared and explained clearly."),
        Asked("practice", "scale", "실습", "Practice",
              "실습 시간과 장비가 충분했습니다.", "There was enough time and equipment for practice."),
        Asked("materials", "scale", "교재", "Materials",
              "교재와 온라인 자료가 도움이 되었습니다.", "The lessons and materials helped me."),
        Asked("safety", "scale", "시설과 안전", "Rooms and safety",
              "강의실과 실습실이 안전하고 쾌적했습니다.", "The rooms were safe and pleasant."),
        Asked("office", "scale", "운영 지원", "Support by the office",
              "출결·행정 안내가 정확하고 빨랐습니다.", "The office helped correctly and fast."),
        Asked("recommend", "scale", "추천", "Would recommend",
              "다른 사람에게 이 과정을 추천하겠습니다.", "I would recommend this course to others."),
        Asked("best", "text", "좋았던 점", "What was good",
              "가장 도움이 된 것은 무엇입니까?", "What helped you most?"),
        Asked("better", "text", "고칠 점", "What to change",
              "무엇을 고치면 좋겠습니까?", "What should we change?"),
    ),
}  # fmt: skip
NEWEST = max(STANDARD)


def last_day(ends_on: date) -> date:
    return ends_on + timedelta(days=OPEN_DAYS)


def is_open(ends_on: date, *, today: date) -> bool:
    """From the cohort's last day until thirty days later, both included."""
    return ends_on <= today <= last_day(ends_on)


def is_final(ends_on: date, *, today: date, asked: int, answered: int) -> bool:
    """Whether no further answer can come. Results are shown only then.

    Who could compare the results of two days would read what the one person answered who came between.
    """
    return today > last_day(ends_on) or 0 < asked <= answered


def is_shown(size: int) -> bool:
    return size >= LEAST


def shown_groups(sizes: Mapping[str, int]) -> frozenset[str]:
    """Which groups may stand beside the whole, so that neither they nor what is left without them is small.

    The unnamed group is never shown. Where the rest would be small the smallest shown group joins it, until it is not.
    """
    shown = {group for group, size in sizes.items() if group and is_shown(size)}
    rest = sum(sizes.values()) - sum(sizes[group] for group in shown)
    while shown and 0 < rest < LEAST:
        smallest = min(shown, key=lambda group: (sizes[group], group))
        shown.remove(smallest)
        rest += sizes[smallest]
    return frozenset(shown)


def mixed(texts: Iterable[str], *, salt: str) -> list[str]:
    """An order that is the same at each look and for each question another, so that no place is a person's."""
    return sorted(texts, key=lambda text: sha256(f"{salt}\0{text}".encode(errors="replace")).digest())


@dataclass(frozen=True)
class Tally:
    """How often each step of the scale was chosen, from 1 to 5."""

    counts: tuple[int, int, int, int, int]

    @classmethod
    def of(cls, chosen: Iterable[int]) -> "Tally":
        steps = list(chosen)
        one, two, three, four, five = (steps.count(step) for step in SCALE)
        return cls((one, two, three, four, five))

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def satisfied(self) -> int:
        return sum(count for step, count in zip(SCALE, self.counts, strict=True) if step >= SATISFIED)

    @property
    def average(self) -> float | None:
        total = sum(step * count for step, count in zip(SCALE, self.counts, strict=True))
        return total / self.n if self.n else None
