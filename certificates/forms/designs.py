"""A version of a design, as an operator writes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Design
from certificates.services import obstacles
from enrollment.models import Program
from training.core.forms import SafeModelForm
from training.core.models import Complex

WORDS = ("title_ko", "title_en", "body_ko", "body_en", "signatory_ko", "signatory_en", "second_ko", "second_en")
SEALS = ("seal", "second_seal")
CHOICES = ("border", "ink")
PARTS = ("shows_birth_date", "shows_latin_name", "shows_period", "shows_hours", "shows_skills", "shows_modules")


class DesignForm(SafeModelForm):
    """Everything of a version but its number. What cannot be drawn is refused here, with the character named.

    `program` is for the preview alone: whose sentence stands on it. `seen` is the version that the writer began from.
    """

    program = forms.ModelChoiceField(
        label=_("Preview with the sentence of"),
        queryset=Program.objects.none(),
        required=False,
        empty_label=_("no program: the sentence above"),
        help_text=_(
            "Only for the preview. Programs that cite a law bring their own sentence; it is edited at the desk."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Design
        fields = [*WORDS[:6], "seal", *WORDS[6:], "second_seal", *CHOICES, *PARTS, "validity_months"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("body_ko", "body_en")}

    def __init__(self, *args: Any, complex: Complex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.of(complex)  # type: ignore[attr-defined]  # a choice field

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        return [
            (str(title), [self[name] for name in names])
            for title, names in (
                (_("Words"), WORDS[:4]),
                (_("Signatories and seals"), (*WORDS[4:6], "seal", *WORDS[6:], "second_seal")),
                (_("Look"), CHOICES),
                (_("What the paper shows"), PARTS),
                (_("Validity and preview"), ("validity_months", "program")),
            )
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name in (*WORDS, *SEALS):
            sentence = obstacles.undrawable(found.get(name) or "", of_seal=name in SEALS)
            if sentence:
                self.add_error(name, sentence)
        if found.get("second_ko") and not found.get("second_en"):
            self.add_error("second_en", _("Enter the second signatory in both languages."))
        if not found.get("second_ko") and (found.get("second_en") or found.get("second_seal")):
            self.add_error("second_ko", _("Enter the second signatory in both languages."))
        return found

    def words(self) -> dict[str, Any]:
        """What the version says, without what only this page needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("program", "seen")}

    def _get_validation_exclusions(self) -> set[str]:
        """The rules of the row are asked above, in sentences of ours."""
        asked: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own, not in the stubs
        return {*asked, "second_ko", "second_en", "second_seal"}
