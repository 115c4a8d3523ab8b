"""What `/styleguide/` shows: every component with examples in both languages, all of them invented."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from training.core import words
from training.core.forms import SafeForm

SECTIONS = [
    ("type", "글자 · Type"),
    ("colors", "색 · Colors"),
    ("buttons", "버튼 · Buttons"),
    ("forms", "입력 · Forms"),
    ("notices", "알림 · Notices"),
    ("lists", "목록 · Lists"),
    ("tables", "표 · Tables"),
    ("states", "상태 · States"),
    ("acts", "무거운 처리 · Heavy acts"),
]
COLORS = """bg paper sunk text muted line field primary primary-hover link ok ok-tint info info-tint warn warn-tint danger
danger-tint focus att-present att-third att-absent att-recognized cert-valid cert-revoked cert-superseded cert-expired
cert-never_issued cert-cannot_confirm block-circle block-square block-hexagon block-diamond series-1 series-2 series-3
series-4""".split()
ICONS = """ok info warn danger hazard mark mark-chip chevron download search clock calendar person place globe check contrast close
undo lock document edit qr menu""".split()
ATTENDANCE = "present late left_early away absent recognized checked_in upcoming holiday".split()
CERTIFICATES = "valid revoked superseded expired never_issued cannot_confirm intended".split()
MARKS = [
    ("circle", "전극 · Electrode"),
    ("square", "조립 · Assembly"),
    ("hexagon", "활성화 · Activation"),
    ("diamond", "품질·안전 · Quality and safety"),
]
CHECKS = [
    ("등록부", "ok", "확인됨", "발급기관의 등록부에 이 번호와 이 코드가 있습니다."),
    ("공개 기록", "open", "아직 아님", "항목은 있으나 체크포인트가 아직 서명되지 않았습니다."),
    ("서명", "bad", "맞지 않음", "The signature does not belong to these bytes."),
]
CHAIN = {
    "title": "배터리 셀이 만들어지는 순서 · How a cell is made",
    "steps": [
        {
            "mark": mark,
            "name": name,
            "detail": "이곳에서 하는 일을 한 문장으로 말합니다. One sentence about what is done.",
        }
        for mark, name in MARKS
    ],
}
ROLL = [
    ("홍길동", ["present", "late", "present", "recognized", "checked_in"], "100.0", ""),
    ("Wolfeschlegelsteinhausen Bergerdorff", ["present", "left_early", "away", "absent", "upcoming"], "75.0", "연락함"),
    ("남궁민수", ["present", "present", "present", "present", "upcoming"], "100.0", ""),
]
DRAWING = mark_safe(
    '<svg class="oc-chart" role="img" viewBox="0 0 320 64" width="640" height="128">'
    "<title>20명 중 18명이 수료했습니다 · 18 of 20 completed</title><desc>가로 막대 둘 · Two bars</desc>"
    '<path class="oc-series-1" d="M0 8h288v18H0z"></path><path class="oc-series-3" d="M0 38h32v18H0z"></path>'
    '<text x="280" y="21" text-anchor="end" class="oc-on-series">수료 18</text><text x="40" y="52">미수료 2</text></svg>'
)


class ExampleForm(SafeForm):
    """One field of each kind."""

    submit_label = "제출하기"

    name = forms.CharField(label="이름", help_text="서류에 적는 이름 그대로 적어 주세요.", max_length=100)
    email = forms.EmailField(label="전자우편")
    kind = forms.ChoiceField(label="구분", choices=[("a", "재직자"), ("b", "예비취업자")])
    days = forms.ChoiceField(
        label="교육 시간", choices=[("day", "주간"), ("night", "야간")], widget=forms.RadioSelect, required=True
    )
    story = forms.CharField(label="신청 이유", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label="재직증명서 (PDF, 5 MB까지)", required=False)
    agreed = forms.BooleanField(label="개인정보 수집에 동의합니다")


class RestForm(ExampleForm):
    """At rest."""

    prefix = "rest"


class ErrorForm(ExampleForm):
    """With what can go wrong."""

    prefix = "error"

    def clean(self) -> None:
        self.add_error(None, "30일(월) 18:00에 마감되어 신청하지 못했습니다. 4기 알림을 신청할 수 있습니다.")


def context() -> dict[str, Any]:
    """Everything the page needs."""
    return {
        "sections": SECTIONS,
        "colors": COLORS,
        "icons": ICONS,
        "attendance": ATTENDANCE,
        "certificates": CERTIFICATES,
        "marks": MARKS,
        "chain": CHAIN,
        "checks": [dict(zip(("label", "outcome", "word", "sentence"), check, strict=True)) for check in CHECKS],
        "dates": _dates(),
        "rest_form": RestForm(),
        "error_form": ErrorForm({"error-name": "990517-1234567", "error-email": "hong@"}),
        "roll": ROLL,
        "days": ["11-23", "11-24", "11-25", "11-26", "11-27"],
        "drawing": DRAWING,
        "figure_heads": ["결과 · Result", "명 · People"],
        "figure_rows": [["수료 · Completed", 18], ["미수료 · Not completed", 2]],
        "facts": [
            ("기간", "2026. 12. 7.(월)~2027. 1. 29.(금)"),
            ("Hours", "320"),
            ("장소", "배터리 제조·검증지원센터"),
        ],
        "tasks": _tasks(),
        "consequences": ["번호가 차례대로 정해집니다.", "Each person is told by mail."],
        "page_obj": Paginator(range(200), 20).page(2),
    }


def _dates() -> list[tuple[str, str]]:
    closes = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    return [
        ("date_words", words.date_words(date(2026, 11, 22))),
        ("date_range", words.date_range(date(2026, 11, 23), date(2026, 12, 11))),
        ("moment", words.moment(closes)),
        ("deadline", words.deadline(closes)),
        ("number", f"{words.number(1234)} · {words.number(-5)} · {words.number(85, 1)} % · {words.number(None)}"),
    ]


def _tasks() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title="인적 사항 · About you", url="#lists", state="입력함", kind="ok", hint=""),
        SimpleNamespace(title="학력과 경력 · Education and work", url="#lists", state="작성 중", kind="info", hint=""),
        SimpleNamespace(
            title="제출 · Submit", url="", state="작성 전", kind="plain", hint="위의 두 가지를 먼저 입력해 주세요."
        ),
    ]
