"""Programs and the versions of their rules."""

from django import forms

from enrollment.models import PolicyVersion, Program
from training.core.forms import SafeModelForm


class ProgramForm(SafeModelForm):
    """A funding scheme."""

    class Meta:
        model = Program
        fields = ["key", "name_ko", "name_en", "legal_basis_ko", "legal_basis_en"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("legal_basis_ko", "legal_basis_en")}


class PolicyForm(SafeModelForm):
    """The next version of a program's rules."""

    class Meta:
        model = PolicyVersion
        exclude = ["complex", "program", "number"]
        widgets = {"in_force_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
