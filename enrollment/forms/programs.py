"""Programs and the versions of their rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.models import PolicyVersion, Program
from enrollment.rules.recognition import LISTED
from training.core.forms import SafeModelForm


class ProgramForm(SafeModelForm):
    """A funding scheme."""

    class Meta:
        model = Program
        fields = ["key", "name_ko", "name_en", "legal_basis_ko", "legal_basis_en"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("legal_basis_ko", "legal_basis_en")}


class PolicyForm(SafeModelForm):
    """The next version of a program's rules. Each reason for recognized absence has its days beside it."""

    submit_label = _("Look at whose days it judges")

    class Meta:
        model = PolicyVersion
        exclude = ["complex", "program", "number", "absence_reasons"]
        widgets = {"in_force_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, reasons: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason in LISTED:
            self.fields[f"days_{reason}"] = forms.IntegerField(
                label=_("Recognized absence for %(reason)s: days on end") % {"reason": reason.label},
                required=False,
                min_value=0,
                max_value=62,
                initial=reasons.get(reason),
                help_text=_("Empty: not recognized. 0: as many as needed."),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = {reason.value: data.get(f"days_{reason}") for reason in LISTED}
        self.instance.absence_reasons = {reason: days for reason, days in given.items() if days is not None}
        return data
