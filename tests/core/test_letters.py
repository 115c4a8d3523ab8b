"""An operator's words in a mail: plain text with placeholders, never a template."""

import pytest
from django.core import mail as box
from django.template.loader import get_template
from django.utils import translation

from enrollment.queries import messages as samples
from tests import factories
from training.core import letters, mail
from training.core.errors import DomainError
from training.core.models import MessageTemplate
from training.core.services import letters as services

OFFER = "offer_made"
OWN = {"subject": "{cohort} 자리", "body": "{course} 자리를 {deadline} 보관합니다."}


def rewrite(complex, now, *, base=0, language="ko", **words):
    by = factories.UserFactory()
    words = OWN | words
    return services.rewrite(complex, letters.find(OFFER), language, **words, base=base, by=by, now=now)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{course}", "셀"),
        ("{course}{course}", "셀셀"),
        ("{lines}", "- 가\n- 나"),
        ("{value}", "{course}"),  # what stands in a value is not filled again
        ("{{ course }}", "{{ course }}"),
        ("{% load x %}", "{% load x %}"),
    ],
)
def test_placeholders_are_filled_once_and_nothing_runs(text, said):
    assert letters.fill(text, {"course": "셀", "lines": ["가", "나"], "value": "{course}"}) == said


def test_a_word_that_is_not_there_is_said():
    with pytest.raises(letters.Unfilled):
        letters.fill("{course}", {})


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ({}, []),
        ({"subject": "{nobody}"}, ["subject"]),
        ({"subject": "a\nb"}, ["subject"]),
        ({"body": "{course} {deadline} {nobody}"}, ["body"]),
        ({"body": "{course} {deadline} {{ user.password }}"}, ["body"]),
        ({"body": "{course} {deadline} {% include 'x' %}"}, ["body"]),
        ({"body": "{course} {deadline} {user.email}"}, ["body"]),
        ({"body": "{course}"}, ["body"]),
        ({"subject": "{", "body": "}"}, ["subject", "body"]),
    ],
)
def test_faults_name_their_field(words, fields):
    assert list(letters.faults(letters.find(OFFER), **(OWN | words))) == fields


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("letter", letters.known(), ids=lambda letter: letter.kind)
def test_every_kind_reads_with_its_sample(letter, language, complex):
    shipped = samples.sample(complex, letter, language, None)
    body = "\n".join(f"{{{name}}}" for name in letter.placeholders)
    own = samples.sample(complex, letter, language, ("{name}", body))
    assert all(len(shipped[part]) > 20 for part in shipped)
    assert "{" not in own["text"]
    for page in (shipped["html"], own["html"]):
        assert "<img" not in page
        assert "lang=" in page
    for name in letter.demanded - {"lines"}:
        with translation.override(language):
            assert str(letter.sample(language)[name]) in shipped["subject"] + shipped["text"] or name == "decision"


def test_every_template_of_a_mail_is_known():
    from django.conf import settings

    files = (settings.BASE_DIR / "templates" / "mail").glob("*.subject.txt")
    assert {file.name.removesuffix(".subject.txt") for file in files} == {letter.kind for letter in letters.known()}
    for letter in letters.known():
        for part in ("subject.txt", "txt", "html"):
            get_template(f"mail/{letter.kind}.{part}")


@pytest.mark.django_db
class TestOwnWords:
    def send(self, complex, now, key="1", **context):
        person = factories.UserFactory(name="<b>홍</b>")
        context = {
            "cohort": "3기",
            "course": "<i>셀</i>",
            "deadline": "내일까지",
            "first_day": "x",
            "venue": "y",
        } | context
        mail.deliver(mail.send(OFFER, to=person, context=context, complex=complex, now=now, key=key).pk, now=now)
        return box.outbox[-1]

    def test_they_are_sent_as_text_and_as_escaped_html(self, complex, now):
        rewrite(complex, now)
        message = self.send(complex, now)
        assert message.subject == "[충북 이차전지 특화단지] 3기 자리"
        assert "<i>셀</i> 자리를 내일까지 보관합니다." in message.body
        assert "<p>&lt;i&gt;셀&lt;/i&gt; 자리를 내일까지 보관합니다.</p>" in message.alternatives[0][0]
        assert "대기열" not in message.body  # the shipped details

    def test_a_mail_without_a_word_says_the_shipped_ones(self, complex, now):
        rewrite(complex, now, body="{course} {deadline} {venue}")
        context = {"cohort": "3기", "course": "셀", "deadline": "내일까지", "first_day": "x"}
        person = factories.UserFactory()
        mail.deliver(mail.send(OFFER, to=person, context=context, complex=complex, now=now, key="2").pk, now=now)
        assert "3기" in box.outbox[-1].subject
        assert "{" not in box.outbox[-1].body

    def test_another_complex_and_another_language_say_their_own(self, complex, now):
        rewrite(complex, now, language="en")
        assert "자리를 내일까지 보관합니다" not in self.send(complex, now).body
        rewrite(complex, now)
        away = factories.site_of("b", "b.localhost", name_ko="나", name_en="B", word="나")
        assert "자리를 내일까지 보관합니다" not in self.send(away, now).body

    def test_versions_stay_and_the_shipped_words_come_back(self, complex, now):
        rewrite(complex, now)
        by = factories.UserFactory()
        services.restore(complex, letters.find(OFFER), "ko", base=1, by=by, now=now)
        assert "자리를 내일까지 보관합니다" not in self.send(complex, now).body
        rows = MessageTemplate.objects.order_by("number").values_list("number", "shipped", "subject")
        assert list(rows) == [(1, False, OWN["subject"]), (2, True, "")]
        assert services.restore(complex, letters.find(OFFER), "ko", base=2, by=by, now=now) is None
        with pytest.raises(TypeError):
            MessageTemplate.objects.first().save()

    def test_who_saw_an_older_version_is_refused(self, complex, now):
        rewrite(complex, now)
        with pytest.raises(DomainError):
            rewrite(complex, now, base=0, body="{course} {deadline}!")
        assert MessageTemplate.objects.count() == 1
