"""What reviewers, operators and applicants fill in about a selection."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models import SeatPool
from enrollment.queries.selection import Criterion
from enrollment.states import ApplicantKind, Outcome
from training.core.forms import SafeForm

MOST_SEATS = 1000


class ScoreForm(SafeForm):
    """One field for each criterion, and a comment."""

    submit_label = _("Give the points")

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the record and the other reviewer, once both scores are in."),
    )

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for row in criteria:
            self.fields[row.key] = forms.IntegerField(
                label=row.title,
                min_value=0,
                max_value=row.most,
                help_text=_("0 to %(most)s points, counted %(weight)s times.")
                % {"most": row.most, "weight": row.weight},
            )
        self.fields["comment"] = comment
        self.criteria = criteria

    def points(self) -> dict[str, int]:
        return {row.key: self.cleaned_data[row.key] for row in self.criteria}


class VerdictForm(SafeForm):
    """A person's word instead of the proposal."""

    submit_label = _("Decide")

    outcome = forms.ChoiceField(
        label=pgettext_lazy("selection", "Result"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the record. Who is not selected reads it."),
    )


class ConfirmForm(SafeForm):
    """The fingerprint of what was read, and the box that says a person decides."""

    submit_label = _("Confirm the selection")

    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    decided = forms.BooleanField(
        label=_("I have read the proposals and decide accordingly."),
        error_messages={"required": _("Tick the box: a person decides, the software only proposes.")},
    )


class ObjectionForm(SafeForm):
    """Why somebody objects."""

    submit_label = _("Object")

    grounds = forms.CharField(
        label=_("Why you object"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say which part of the reason you think is wrong, and why. A person reads it."),
    )


class AnswerForm(SafeForm):
    """What an operator answers to an objection."""

    submit_label = _("Answer")

    outcome = forms.ChoiceField(
        label=pgettext_lazy("selection", "Result"),
        widget=forms.RadioSelect,
        choices=[
            (Outcome.SELECTED.value, _("granted: select, and offer a seat")),
            (Outcome.WAITLISTED.value, _("granted: put into the queue, at its end")),
            (Outcome.REJECTED.value, _("refused: the result stands")),
        ],
    )
    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class QuotaForm(SafeForm):
    """At most so many seats for each kind of applicant; empty means no quota."""

    submit_label = _("Change the quotas")

    def __init__(self, *args: Any, pools: dict[str, SeatPool], seated: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ApplicantKind:
            pool = pools.get(kind.value)
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                required=False,
                min_value=0,
                max_value=MOST_SEATS,
                initial=pool.capacity if pool else None,
                help_text=_("Taken now: %(taken)s. Empty means no limit of its own.")
                % {"taken": seated.get(kind.value, 0)},
            )

    def quotas(self) -> dict[str, int | None]:
        return {kind: self.cleaned_data[kind] for kind in ApplicantKind.values}
