"""Forms of the authors' tools."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.services.authoring import LessonDraft, ModuleDraft
from training.core.forms import SafeFormMixin

KEY_HELP = _("Small letters, digits and hyphens, as in the address: slurry-mixing. It never changes.")


def hours(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=999, decimal_places=1, initial=0)


class LessonForm(SafeFormMixin, forms.Form):
    """What is needed to begin a lesson; its text is written in the editor that opens next."""

    submit_label = _("Add the lesson and write it")

    lesson_title_ko = forms.CharField(label=_("title of the lesson (Korean)"), max_length=150)
    lesson_title_en = forms.CharField(
        label=_("title of the lesson (English)"),
        max_length=150,
        required=False,
        help_text=_("With it an English page is made as well; without it the lesson is in Korean for now."),
    )
    lesson_key = forms.SlugField(label=_("key of the lesson"), max_length=50, help_text=KEY_HELP)
    minutes = forms.IntegerField(label=_("minutes to read"), min_value=1, max_value=600, initial=30)
    lesson_theory_hours = hours(_("theory hours of the lesson"))
    lesson_practice_hours = hours(_("practice hours of the lesson"))

    def clean_lesson_key(self) -> str:
        return str(self.cleaned_data["lesson_key"]).lower()

    def lesson_draft(self) -> LessonDraft:
        given = self.cleaned_data
        return LessonDraft(
            key=given["lesson_key"],
            title_ko=given["lesson_title_ko"],
            title_en=given["lesson_title_en"],
            minutes=given["minutes"],
            theory_hours=given["lesson_theory_hours"] or Decimal(0),
            practice_hours=given["lesson_practice_hours"] or Decimal(0),
        )


class ModuleForm(LessonForm):
    """A module with its first lesson."""

    submit_label = _("Add the module and write its first lesson")

    block: forms.ModelChoiceField = forms.ModelChoiceField(label=_("process block"), queryset=None)
    title_ko = forms.CharField(label=_("title of the module (Korean)"), max_length=150)
    title_en = forms.CharField(label=_("title of the module (English)"), max_length=150)
    key = forms.SlugField(label=_("key of the module"), max_length=50, help_text=KEY_HELP)
    theory_hours = hours(_("theory hours of the module"))
    practice_hours = hours(_("practice hours of the module"))

    field_order = ("block", "title_ko", "title_en", "key", "theory_hours", "practice_hours")

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block"].queryset = course.blocks.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).lower()

    def draft(self) -> ModuleDraft:
        given = self.cleaned_data
        return ModuleDraft(
            key=given["key"],
            block=given["block"],
            title_ko=given["title_ko"],
            title_en=given["title_en"],
            lesson=self.lesson_draft(),
            theory_hours=given["theory_hours"] or Decimal(0),
            practice_hours=given["practice_hours"] or Decimal(0),
        )
