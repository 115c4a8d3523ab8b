"""What an operator adds to an act on many applications."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.forms.cohorts import OptionalReasonForm, ReasonForm
from training.core.forms import SafeForm


class NoticeForm(SafeForm):
    """A mail in the operator's words."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))


class TagForm(SafeForm):
    """A word to find these applications again."""

    tag = forms.CharField(label=pgettext_lazy("application", "Tag"), max_length=30)


FORMS: dict[str, type[SafeForm]] = {
    "notice": NoticeForm,
    "tag": TagForm,
    "waitlist": OptionalReasonForm,
    "reject": ReasonForm,
}
LABELS = {
    "notice": pgettext_lazy("bulk", "Send a notice by mail"),
    "tag": pgettext_lazy("bulk", "Add a tag"),
    "waitlist": pgettext_lazy("bulk", "Put into the queue"),
    "reject": pgettext_lazy("bulk", "Do not select"),
}
