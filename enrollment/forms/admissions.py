"""A program's rules of application and selection: papers and criteria are written one a line."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.models import Admission
from enrollment.states import ApplicantKind
from training.core.forms import SafeForm

KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
ROWS = {"rows": 4, "spellcheck": "false"}
REQUIRED = {"required": True, "필수": True, "optional": False, "선택": False}


def _split(text: str, *, columns: int) -> list[tuple[int, list[str]]]:
    """The lines that say something, numbered, each in so many columns. Raises ValidationError."""
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != columns or not KEY.fullmatch(cells[0]):
            raise _fault(number)
        if cells[0] in [earlier[1][0] for earlier in found]:
            raise _fault(number)
        found.append((number, cells))
    return found


def _fault(number: int) -> forms.ValidationError:
    return forms.ValidationError(
        _("Line %(number)s is not written like the example. Compare it column by column; each key stands once."),
        params={"number": number},
    )


class AdmissionForm(SafeForm):
    """What applicants are asked, and how the program chooses among them."""

    kinds = forms.MultipleChoiceField(
        label=_("Who may apply"), choices=ApplicantKind.choices, widget=forms.CheckboxSelectMultiple
    )
    asks_card_number = forms.BooleanField(label=_("Ask for the learning card's number"), required=False)
    documents = forms.CharField(
        label=_("Papers"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_(
            "One a line: key | Korean name | English name | Korean purpose | English purpose | required or optional | "
            "kinds, or empty for everybody. Example: employment | 재직증명서 | Certificate of employment | 재직 확인 | "
            "To confirm employment | required | employed, sponsored"
        ),
    )
    least_age = forms.IntegerField(label=_("Least age"), required=False, min_value=14, max_value=100)
    needs_sponsor = forms.BooleanField(label=_("Only people whom an employer sends"), required=False)
    not_completed_before = forms.BooleanField(label=_("Only people who have not completed this course"), required=False)
    criteria = forms.CharField(
        label=_("Criteria of the review"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("One a line: key | Korean name | English name | most points | weight. Example: motive | 지원 동기 | "
                    "Motivation | 10 | 3"),
    )  # fmt: skip
    pass_percent = forms.IntegerField(label=_("Least score (%)"), min_value=0, max_value=100)
    no_show_days = forms.IntegerField(
        label=_("Freed seats are offered until training day"),
        min_value=0,
        max_value=14,
        help_text=_("0 means until the course begins."),
    )
    objection_days = forms.IntegerField(label=_("Days to object to a result"), min_value=1, max_value=60)
    appeal_days = forms.IntegerField(
        label=_("Days to appeal against a dismissal"),
        min_value=3,
        max_value=60,
        help_text=_("At least 3 (운영규정 §35③)."),
    )
    document_days = forms.IntegerField(
        label=_("Days that papers are kept after the result"), min_value=0, max_value=365
    )

    def clean_documents(self) -> list[dict[str, Any]]:
        rows = []
        for number, cells in _split(self.cleaned_data["documents"], columns=7):
            key, title_ko, title_en, purpose_ko, purpose_en, required, kinds = cells
            asked = [kind.strip() for kind in kinds.split(",") if kind.strip()]
            if not title_ko or not purpose_ko or required not in REQUIRED or set(asked) - set(ApplicantKind.values):
                raise _fault(number)
            rows.append(
                {
                    "key": key,
                    "title_ko": title_ko,
                    "title_en": title_en,
                    "purpose_ko": purpose_ko,
                    "purpose_en": purpose_en,
                    "required": REQUIRED[required],
                    "kinds": asked,
                }
            )
        return rows

    def clean_criteria(self) -> list[dict[str, Any]]:
        rows = []
        for number, (key, title_ko, title_en, most, weight) in _split(self.cleaned_data["criteria"], columns=5):
            fine = most.isdecimal() and weight.isdecimal() and 1 <= int(most[:4]) <= 100 and 1 <= int(weight[:4]) <= 20
            if not title_ko or not fine or key == "comment":
                raise _fault(number)
            rows.append(
                {"key": key, "title_ko": title_ko, "title_en": title_en, "most": int(most), "weight": int(weight)}
            )
        return rows

    def values(self) -> dict[str, Any]:
        """What the service writes: the questions about eligibility become rules."""
        given = dict(self.cleaned_data)
        age, sponsor, before = (given.pop(name) for name in ("least_age", "needs_sponsor", "not_completed_before"))
        rules: list[dict[str, Any]] = [{"rule": "age_at_least", "value": age}] if age else []
        rules += [{"rule": "sponsor"}] if sponsor else []
        rules += [{"rule": "not_completed_before"}] if before else []
        return {**given, "eligibility": rules}


def initial(admission: Admission) -> dict[str, Any]:
    """A row as the form shows it."""
    rules = {row["rule"]: row.get("value") for row in admission.eligibility}
    papers = [
        " | ".join(
            [
                *(str(row.get(name, "")) for name in ("key", "title_ko", "title_en", "purpose_ko", "purpose_en")),
                "required" if row.get("required") else "optional",
                ", ".join(row.get("kinds", [])),
            ]
        )
        for row in admission.documents
    ]
    criteria = [
        " | ".join(str(row.get(name, "")) for name in ("key", "title_ko", "title_en", "most", "weight"))
        for row in admission.criteria
    ]
    plain = (
        "kinds",
        "asks_card_number",
        "pass_percent",
        "no_show_days",
        "objection_days",
        "appeal_days",
        "document_days",
    )
    return {
        **{name: getattr(admission, name) for name in plain},
        "documents": "\n".join(papers),
        "criteria": "\n".join(criteria),
        "least_age": rules.get("age_at_least"),
        "needs_sponsor": "sponsor" in rules,
        "not_completed_before": "not_completed_before" in rules,
    }
