"""The pages of DEMO are there in DEMO only."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def post(*messages):
    with get_connection("django.core.mail.backends.filebased.EmailBackend") as connection:
        for subject, body in messages:
            message = EmailMultiAlternatives(subject, body, to=["a@example.com"], connection=connection)
            message.attach_alternative("<p>html</p>", "text/html")
            message.send()


@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/"])
def test_demo_page_is_not_in_production(client, complex, settings, address):
    settings.DEMO = False
    assert client.get(address).status_code == 404


def test_demo_lists_the_seven_accounts(client, complex, demo):
    rows = client.get("/demo/").context["accounts"]
    assert sorted(email.split("@")[0] for email, *_ in rows) == [
        "admin",
        "applicant",
        "employer",
        "instructor",
        "lead",
        "operator",
        "trainee",
    ]


def test_mail_page_is_calm_when_nothing_was_sent(client, complex, demo):
    assert "아직 보낸 메일이 없습니다." in client.get("/demo/mail/").content.decode()


def test_mail_page_shows_the_newest_first_with_links(client, complex, demo):
    post(("첫째", "하나"), ("둘째 <b>", "열기: http://localhost:8000/account/confirm-email/a:b/\n<script>x</script>"))
    post(("셋째", "셋"))

    page = client.get("/demo/mail/")
    assert [mail.subject for mail in page.context["mails"]] == ["셋째", "둘째 <b>", "첫째"]
    text = page.content.decode()
    assert 'href="http://localhost:8000/account/confirm-email/a:b/"' in text
    assert "<script>x" not in text
    assert "둘째 &lt;b&gt;" in text
