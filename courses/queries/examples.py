"""Every block of a lesson once, with invented content in both languages, for the style guide."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.blocks import LessonStream
from courses.blocks.files import files_at_hand

EQUATION = {"latex": r"C_A = m_A \, w \, q", "reading": "면적 용량은 로딩, 비율, 비용량의 곱입니다.", "where": []}
GAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200"><circle class="fill-3" cx="320" cy="40" r="50"/>'
    '<circle class="fill-3" cx="320" cy="160" r="50"/><path class="line" d="M20 100H620"/>'
    '<text class="strong" x="400" y="92">①</text></svg>'
)
CALENDER = SimpleNamespace(
    name_ko="롤 프레스", name_en="calender", purpose_ko="두 롤로 누릅니다.", purpose_en="Presses between two rolls.",
    safety_ko="물림점에 손이 끼일 수 있습니다.", safety_en="Hands can be drawn into the nip.",
)  # fmt: skip
EXAMPLES: list[tuple[str, Any]] = [
    ("text", "<h2>글 · Text</h2><p>슬러리를 <b>되직하게</b> 반죽한 뒤 묽힙니다. Knead stiff first, then dilute.</p>"),
    (
        "parameters",
        {
            "caption": "보기 · Example",
            "rows": [
                {
                    "name": "웹 속도 · Web speed",
                    "symbol": "v_w",
                    "range": "10–80",
                    "unit": "m/min",
                    "why": "두께와 건조 시간을 함께 정합니다.",
                    "source": "field 4.1",
                }
            ],
        },
    ),
    (
        "hazard",
        {
            "signal": "danger",
            "ghs": ["GHS08", "GHS02"],
            "title": "NMP",
            "text": "생식독성이 있고 피부로 스며듭니다. Toxic to reproduction; passes through the skin.",
            "ppe": ["부틸 장갑 · Butyl gloves", "보안경 · Goggles"],
            "first_aid": "물로 15분 씻습니다. Rinse with water for 15 minutes.",
            "source": "field 4.6",
        },
    ),
    (
        "steps",
        {
            "title": "작업 순서 · Work instruction",
            "steps": [
                {"text": "로트 번호를 적습니다. Write down the lot.", "check": "라벨과 같습니다.", "caution": ""},
                {"text": "무게를 답니다. Weigh.", "check": "±0.1 g", "caution": "빈 통을 먼저 답니다."},
            ],
        },
    ),
    ("equation", EQUATION),
    (
        "worked",
        {
            "title": "계산 예 · Worked number",
            "given": ["20 mg/cm², 96 %, 200 mAh/g"],
            "steps": ["20 × 0.96 × 200 / 1000"],
            "result": "3.84 mAh/cm²",
            "source": "field 4.7.1",
        },
    ),
    (
        "defect",
        {
            "name": "핀홀 · Pinhole",
            "looks_like": "코팅에 난 작은 구멍 · A small hole in the coating",
            "cause": "기포 · Bubbles",
            "detection": "라인 카메라 · Line-scan camera",
            "action": "탈포 시간을 늘립니다. Degas longer.",
            "source": "field 4.1",
        },
    ),
    (
        "check",
        {
            "question": "N/P가 1보다 작으면? · N/P below 1?",
            "choices": [
                {"text": "리튬이 석출될 수 있습니다. Lithium may plate.", "right": True, "feedback": "맞습니다."},
                {"text": "아무 일도 없습니다. Nothing.", "right": False, "feedback": "음극이 모자랍니다."},
            ],
        },
    ),
    ("calculator", {"key": "areal-capacity", "intro": ""}),
    ("plot", {"key": "dqdv"}),
    (
        "process_step",
        {
            "name": "압연 · Calendering",
            "goes_in": "마른 전극 · Dry electrode",
            "done": "두 롤로 누릅니다. Pressed between rolls.",
            "comes_out": "두께가 맞는 전극 · Electrode of set thickness",
            "checked_by": "두께계 · Thickness gauge",
        },
    ),
    (
        "drawing",
        {
            "name": "gap.svg",
            "svg": GAP,
            "alt": "두 롤 사이의 틈 · The gap between two rolls",
            "caption": "① 틈 · Gap",
            "credit": "이 과정을 위해 그림 · Drawn for this course",
            "licence": "Apache-2.0",
        },
    ),
    (
        "figure",
        {
            "image": 1,
            "alt": "집전체 양쪽의 코팅층 · Coating on both sides of the collector",
            "caption": "전극의 단면 · Section of an electrode",
            "credit": "이 과정을 위해 그림 · Drawn for this course",
            "licence": "Apache-2.0",
        },
    ),
    (
        "video",
        {
            "title": "롤 프레스 · Calender",
            "film": 1,
            "captions": 2,
            "transcript": "두 롤이 서로 반대로 돌고, 전극이 그 사이에서 얇아집니다.\n\n"
            "Two rolls turn against each other; the electrode becomes thinner between them.",
            "credit": "이 과정을 위해 그림 · Drawn for this course",
        },
    ),
    ("document", {"document": 3, "about": "내려받아 인쇄합니다. To be printed."}),
    ("equipment", {"key": "calender", "here": "두께를 맞춥니다. Sets the thickness."}),
    ("references", ["Bryntesen 2021, doi:10.3390/en14051406"]),
]


@dataclass
class ExamplePicture:
    """Stands in for a picture of the site: a drawing that needs no smaller copy."""

    url: str
    width: int = 640
    height: int = 280

    def get_rendition(self, _filter: Any) -> "ExamplePicture":
        return self


@dataclass
class ExampleFile:
    """Stands in for a document of the site."""

    title: str
    name: str

    @property
    def example_address(self) -> str:
        return static(f"courses/examples/{self.name}")

    @property
    def file_extension(self) -> str:
        return self.name.rpartition(".")[2]

    def get_file_size(self) -> int:
        found = finders.find(f"courses/examples/{self.name}")
        return Path(found).stat().st_size if found else 0


def blocks() -> list[Any]:
    """The examples as the blocks of a lesson, with small files of the project in place of uploaded ones."""
    files: dict[Any, dict[int, Any]] = {
        get_image_model(): {1: ExamplePicture(static("courses/examples/electrode.svg"))},
        get_document_model(): {
            1: ExampleFile("film", "rolls.webm"),
            2: ExampleFile("captions", "rolls.vtt"),
            3: ExampleFile("로트 기록지 · Lot sheet", "lot-sheet.txt"),
        },
    }
    raw = [{"type": kind, "value": value, "id": f"{kind}"} for kind, value in EXAMPLES]
    with files_at_hand(files):
        return list(LessonStream().to_python(raw))


def page() -> SimpleNamespace:
    """A stand-in for the page that blocks ask for its language and lesson."""
    machines = {"calender": CALENDER}
    return SimpleNamespace(language="ko", lesson=None, lesson_id=None, body=blocks(), words_and_machines=([], machines))
