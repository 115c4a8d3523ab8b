"""What an author says of a question, a skill or a quiz besides its content."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.forms.authoring import KEY_HELP
from courses.models import Course, Module, Question, Quiz, QuizPool, Skill
from courses.states import BANK_ACTS, BankAct
from training.core.forms import SafeForm, SafeModelForm

MOST_POOLS = 12


class FilterForm(forms.Form):
    """Stands in the address."""

    q = forms.CharField(label=_("Words or key"), required=False, max_length=80)
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False, empty_label=_("all modules")
    )
    skill = forms.ModelChoiceField(
        label=_("Skill"), queryset=Skill.objects.none(), required=False, empty_label=_("all skills")
    )
    retired = forms.BooleanField(label=_("retired ones"), required=False)

    def __init__(self, *args: Any, course: Course, of_skills: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = course.modules.order_by("order")  # type: ignore[attr-defined]
        self.fields["skill"].queryset = Skill.objects.asked().filter(course=course)  # type: ignore[attr-defined]
        if of_skills:
            del self.fields["skill"]


class PlaceForm(SafeForm):
    """Where it belongs. The key never changes."""

    key = forms.SlugField(label=_("Key"), max_length=80, help_text=KEY_HELP)
    module = forms.ModelChoiceField(label=_("Module"), queryset=Module.objects.none())

    def __init__(self, *args: Any, course: Course, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = course.modules.order_by("order")  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["key"]


class QuestionPlaceForm(PlaceForm):
    """A question may belong to the course as a whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].required = False


class SkillPlaceForm(PlaceForm):
    order = forms.IntegerField(label=_("Order in the module"), min_value=1, max_value=999, initial=1)
    is_required = forms.BooleanField(label=_("Needed for completion"), required=False, initial=True)
    is_safety = forms.BooleanField(label=_("Safety: passed before practice"), required=False)


class QuizForm(SafeModelForm):
    """A quiz's rules. Attempts that have begun keep theirs."""

    is_published = forms.BooleanField(label=_("Trainees see it"), required=False)

    class Meta:
        model = Quiz
        fields = (
            "key", "title_ko", "title_en", "module", "order", "minutes", "attempts", "pass_percent", "shuffle", "reveal",
            "is_required", "is_safety",
        )  # fmt: skip

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = course.modules.order_by("order")  # type: ignore[attr-defined]
        self.fields["is_published"].initial = self.instance.published_at is not None
        if self.instance.pk:
            del self.fields["key"]
        self.course = course

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Quiz.objects.filter(course=self.course, key=key).exists():
            raise forms.ValidationError(_("This course already has a quiz with this key."))
        return key


class PoolForm(SafeForm):
    """Questions of which some are drawn; a pool without questions is none."""

    draw = forms.IntegerField(label=_("How many to draw (0: all)"), min_value=0, max_value=200, required=False)
    questions = forms.ModelMultipleChoiceField(
        label=_("Questions"),
        queryset=Question.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Question.objects.filter(course=course, retired_at=None).order_by("module__order", "key")
        self.fields["questions"].queryset = asked  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("draw") or 0) > len(given.get("questions") or []):
            raise forms.ValidationError(_("More are to be drawn than there are. Choose more questions, or draw fewer."))
        return given


def pools(data: QueryDict | None, *, course: Course, quiz: Quiz | None) -> Any:
    """The pools of a quiz as rows, with one to spare."""
    held = QuizPool.objects.filter(quiz=quiz).prefetch_related("questions") if quiz else QuizPool.objects.none()
    initial = [{"draw": pool.draw, "questions": [one.pk for one in pool.questions.all()]} for pool in held]
    return forms.formset_factory(PoolForm, extra=1, max_num=MOST_POOLS, absolute_max=MOST_POOLS)(
        data, prefix="pools", initial=initial, form_kwargs={"course": course}
    )


class ActForm(SafeForm):
    """What to do with which rows of one course; asked twice, the second time with `confirmed`."""

    act = forms.ChoiceField(label=_("What to do"))
    rows = forms.ModelMultipleChoiceField(
        label=_("Chosen"), queryset=Question.objects.none(), error_messages={"required": _("Choose at least one.")}
    )
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False, empty_label=_("no module")
    )
    confirmed = forms.BooleanField(label=_("confirmed"), required=False)

    def __init__(self, *args: Any, course: Course, name: str, model: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["act"].choices = [(act.value, act.label) for act in BANK_ACTS[name]]
        fields["rows"].queryset = model.objects.filter(course=course).select_related("module").order_by("pk")
        fields["module"].queryset = course.modules.order_by("order")
        self.needs_module = name == "skills"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("act") == BankAct.MOVE and self.needs_module and not given.get("module"):
            self.add_error("module", _("A skill belongs to a module. Choose one."))
        return given
