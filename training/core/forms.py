"""The one way forms behave: crispy layout, refusal of resident numbers, names made safe, a 4xx for a bad post."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.core.text import clean_name, looks_like_resident_number

RESIDENT_NUMBER_REFUSED = _(
    "We did not save what looks like a resident registration number. Enter your birth date only."
)


def refuse_resident_number(value: str) -> None:
    if isinstance(value, str) and looks_like_resident_number(value):
        raise ValidationError(RESIDENT_NUMBER_REFUSED, code="resident_number")


class NameField(forms.CharField):
    """A person's name: stored NFC, direction marks taken out; `notices` on the form says when that happened."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "").value


class SafeFormMixin:
    """Every text field refuses what looks like a resident registration number (PIPA §24의2)."""

    submit_label: Any = _("Save")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # a mixin of forms
            if isinstance(field, forms.CharField):
                field.validators.append(refuse_resident_number)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "post"
        helper.attrs = {"novalidate": ""}  # our sentences, beside the field and in the summary, in both languages
        button = f"submit-id-{getattr(self, 'prefix', None) or 'submit'}"  # several forms on a page need several ids
        helper.add_input(Submit("submit", self.submit_label, css_class="btn-primary", css_id=button))
        return helper

    @property
    def notices(self) -> list[str]:
        """What was changed in the input without asking: shown after saving."""
        return [
            str(_("Hidden direction marks were removed from “%(label)s”.") % {"label": field.label})
            for name, field in self.fields.items()  # type: ignore[attr-defined]
            if isinstance(field, NameField)
            and clean_name(str(self.data.get(self.add_prefix(name), ""))).controls_removed  # type: ignore[attr-defined]
        ]


class SafeForm(SafeFormMixin, forms.Form):
    """A plain form in the house style."""


class SafeModelForm(SafeFormMixin, forms.ModelForm):
    """A model form in the house style."""


@dataclass(frozen=True)
class FormError:
    """One line of the error summary: the field it is about, its sentence, and the id of the control to go to."""

    label: str
    sentence: str
    target: str


def errors_to_show(form: forms.BaseForm) -> list[FormError]:
    """The lines of a form's error summary, the first time it is asked; later the summary has been shown."""
    if getattr(form, "summary_shown", False):
        return []
    form.summary_shown = True  # type: ignore[attr-defined]  # a note on the form for the second template that asks
    lines = [FormError("", str(sentence), "") for sentence in form.non_field_errors()]
    for field in form.hidden_fields():
        lines += [FormError("", str(sentence), "") for sentence in field.errors]
    for field in form.visible_fields():
        lines += [FormError(str(field.label), str(sentence), _control(field)) for sentence in field.errors]
    return lines


def _control(field: forms.BoundField) -> str:
    """The id of what takes the focus: of a group of choices, the first."""
    return field.id_for_label or (field.subwidgets[0].id_for_label if field.subwidgets else "")
