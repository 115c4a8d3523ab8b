"""The fields that say who a person is, and how forms of others come to speak in our words."""

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from training.core.forms import NameField, SafeFormMixin, refuse_resident_number
from training.core.text import looks_like_resident_number

FILLERS = "\u115f\u1160\u3164\uffa0"  # letters to Unicode, blank to the eye
LATIN = re.compile(r"[A-Za-z][A-Za-z '’.-]*")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,24}")
MAX_EMAIL, MAX_PASSWORD = 254, 256


def refuse_unreadable(name: str) -> None:
    """A name holds at least one letter that can be seen. What looks like a resident number has its own sentence."""
    if looks_like_resident_number(name):
        return
    if not any(unicodedata.category(char).startswith("L") for char in name if char not in FILLERS):
        raise ValidationError(_("Enter your name as it stands on your papers, with at least one letter."))


def refuse_other_scripts(name: str) -> None:
    if not LATIN.fullmatch(name) and not looks_like_resident_number(name):
        raise ValidationError(_("Enter this name in Latin letters, as in the passport: HONG Gildong."))


def refuse_no_phone(value: str) -> None:
    if not PHONE.fullmatch(value) and not looks_like_resident_number(value):
        raise ValidationError(_("Enter a phone number with digits only, such as 010-1234-5678."))


class PersonNameField(NameField):
    """The name as on papers. No `maxlength` in the page: a browser would cut decomposed Hangul too early."""

    default_validators = [refuse_unreadable]
    default_error_messages = {"required": _("Enter your name as it stands on your papers, with at least one letter.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("help_text", _("As it stands on your papers. Certificates are issued in this name."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LatinNameField(PersonNameField):
    default_validators = [refuse_other_scripts]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Name in Latin letters (optional)"),
                "help_text": _("As in the passport, family name first: HONG Gildong. For the English certificate."),
                "required": False,
                "widget": forms.TextInput(attrs={"autocomplete": "off", "lang": "en"}),
            }
            | kwargs
        )


class BirthDateField(forms.DateField):
    """A day in the past, typed as eight digits or with dots or dashes; a resident number is told apart."""

    input_formats = ["%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%Y.%m.%d.", "%Y/%m/%d"]
    default_error_messages = {
        "required": _("Enter your date of birth with eight digits, such as 19990517."),
        "invalid": _("Enter your date of birth with eight digits, such as 19990517."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("help_text", _("Eight digits, such as 19990517. Never a resident registration number."))
        attrs = {"autocomplete": "bday", "inputmode": "numeric"}
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            refuse_resident_number(value)
            value = "".join(unicodedata.normalize("NFKC", value).split())
            if value.isdigit() and len(value) != 8:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        day: date | None = super().to_python(value)
        if day and day.year < 1900:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class InOurWords(SafeFormMixin):
    """A form of somebody else's in our words: labels and hints of ours, no placeholders, limits of our columns."""

    words: dict[str, tuple[Any, Any]] = {}  # field: label, hint

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # a mixin of forms
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(MAX_EMAIL, _("The address is too long.")))
                field.error_messages["required"] = _("Enter your e-mail address.")
                field.error_messages["invalid"] = _("Enter an e-mail address such as name@example.com.")
            elif isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(MAX_PASSWORD, _("Use at most 256 characters.")))
                field.error_messages["required"] = _("Enter the password.")
