"""Errors of a form: one summary that links to the fields, a sentence beside each, input kept."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from training.core.forms import FormError, SafeForm, errors_to_show


class Application(SafeForm):
    name = forms.CharField(label="이름", help_text="서류의 이름")
    days = forms.ChoiceField(label="시간", choices=[("a", "주간"), ("b", "야간")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        self.add_error(None, "마감되어 신청하지 못했습니다.")


@pytest.fixture
def form() -> Application:
    with translation.override("en"):
        form = Application({"name": "990517-1234567"})
        form.is_valid()
        return form


def rendered(source: str, form: forms.Form) -> str:
    with translation.override("en"):
        return Template("{% load crispy_forms_tags %}" + source).render(Context({"form": form}))


def test_summary_lists_the_form_then_hidden_then_each_field(form):
    with translation.override("en"):
        lines = errors_to_show(form)

    assert lines == [
        FormError("", "마감되어 신청하지 못했습니다.", ""),
        FormError("", "This field is required.", ""),
        FormError(
            "이름",
            "We did not save what looks like a resident registration number. Enter your birth date only.",
            "id_name",
        ),
        FormError("시간", "This field is required.", "id_days_0"),
    ]


def test_summary_is_shown_once_even_where_page_and_crispy_both_ask(form):
    html = rendered('{% include "components/error_summary.html" %}{% crispy form %}', form)
    assert html.count("data-error-summary") == 1
    assert html.index("data-error-summary") < html.index("<form")


def test_crispy_alone_shows_the_summary(form):
    assert rendered("{% crispy form %}", form).count("data-error-summary") == 1


def test_summary_takes_the_focus_and_links_to_controls_that_exist(form):
    html = rendered("{% crispy form %}", form)
    assert re.search(r'<div class="oc-errors"[^>]*tabindex="-1" autofocus', html)
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == ["id_name", "id_days_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_each_sentence_is_tied_to_its_field(form):
    html = rendered("{% crispy form %}", form)
    control = re.search(r'<input type="text" name="name"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', control)[1].split()

    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in control
    assert 'value="990517-1234567"' in control


def test_a_form_without_errors_has_no_summary():
    assert "data-error-summary" not in rendered("{% crispy form %}", Application())


@pytest.mark.django_db
def test_the_title_says_that_something_is_wrong(complex, client):
    with_errors = client.post("/account/login/", {"login": "", "password": ""}).content.decode()
    assert "<title>오류: " in with_errors
    assert "<title>오류: " not in client.get("/account/login/").content.decode()
