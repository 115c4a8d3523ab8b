"""The form of a calculator, made of what the calculator declares."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.rules.calculators import Answer, Calculator, Impossible, Input, NotAQuantity, Series, shown
from training.core import words

LONGEST = 400


@dataclass(frozen=True)
class Result:
    """One line of an answer, as it is shown."""

    label: Any
    value: str
    unit: str


class QuantityField(forms.CharField):
    """A number with its unit."""

    def __init__(self, declared: Input, **kwargs: Any) -> None:
        unit = shown(declared.unit)
        super().__init__(
            label=f"{declared.label} [{unit}]" if unit else str(declared.label),
            initial=declared.example,
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "spellcheck": "false"}),
            **kwargs,
        )
        self.declared = declared

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.declared.read_all(text) if isinstance(self.declared, Series) else self.declared.read(text)
        except NotAQuantity as error:
            raise forms.ValidationError(str(error)) from error


class CalculatorForm(forms.Form):
    """Asked by GET: a calculation changes nothing, and its address can be kept."""

    def __init__(self, calculator: Calculator, data: Any = None, *, place: str = "") -> None:
        self.calculator = calculator
        self.number = place
        self.place = f"calc-{calculator.key}{place}"
        super().__init__(data, auto_id=f"{self.place}-%s")
        self.fields.update({declared.key: QuantityField(declared) for declared in calculator.inputs})
        self.answer: Answer = {}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.answer = self.calculator.calculate(self.cleaned_data)
            except Impossible as error:
                self.add_error(error.key, str(error))
        return cleaned

    @property
    def helper(self) -> FormHelper:
        address = reverse("courses:calculator", args=[self.calculator.key])
        helper = FormHelper()
        helper.form_method = "get"
        helper.form_action = address
        helper.form_class = "oc-calculator-form"
        helper.disable_csrf = True  # nothing is changed
        helper.attrs = {
            "novalidate": "",
            "data-hx-get": address,
            "data-hx-trigger": "input delay:400ms, submit",
            "data-hx-target": f"#{self.place}-answer",
            "data-hx-swap": "outerHTML",
            "data-hx-vals": f'{{"place": "{self.number}"}}',
        }
        helper.layout = Layout(*self.fields, StrictButton(_("Calculate"), type="submit", css_class="btn-primary"))
        return helper

    @property
    def results(self) -> list[Result]:
        """The answer in the reader's language; of a form that was not sent, that of the worked example."""
        answer = self.answer if self.is_bound else worked(self.calculator)
        return [
            Result(output.label, words.number(answer[output.key], output.digits), shown(output.unit))
            for output in self.calculator.outputs
            if output.key in answer
        ]

    @property
    def verdict(self) -> Any:
        answer = self.answer if self.is_bound else worked(self.calculator)
        return self.calculator.verdict(answer) if self.calculator.verdict and answer else ""


def worked(calculator: Calculator) -> Answer:
    """The answer to the calculator's own example."""
    return calculator.calculate(
        {
            declared.key: declared.read_all(declared.example)
            if isinstance(declared, Series)
            else declared.read(declared.example)
            for declared in calculator.inputs
        }
    )
