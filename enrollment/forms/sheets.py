"""A sheet that is brought in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.states import SheetKind
from training.core.forms import SafeForm


class SheetForm(SafeForm):
    """What its lines do, and one file."""

    submit_label = _("Read the file")

    kind = forms.ChoiceField(
        label=_("What the lines are"), choices=SheetKind.choices, initial=SheetKind.APPLICANTS, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, up to 10,000 lines and 10 MB. Nothing is written before you have seen its lines."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _("This file has no rows. Fill in the template and send that.")},
    )
