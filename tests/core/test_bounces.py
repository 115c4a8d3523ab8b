"""Mail that came back."""

import pytest
from django.core.management import call_command

from tests import factories
from training.core import bounces, mail
from training.core.models import Delivery
from training.core.services import bounces as services

OURS = "<0123456789abcdef@localhost>"


def report(
    *, message_id=OURS, address="a@example.com", action="failed", kind="delivery-status", returned="message/rfc822"
):
    return f"""From: MAILER-DAEMON@example.com
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user
 unknown

--b
Content-Type: {returned}

Message-ID: {message_id}
Subject: x

x
--b--
""".encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_who_and_why_is_read(returned):
    assert bounces.read(report(returned=returned)) == [
        bounces.Bounce(OURS, "a@example.com", "5.1.1", "550 5.1.1 user unknown")
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff",
        report(action="delayed"),
        report(action="delivered"),
        report(kind="disposition-notification"),
        report(returned="text/plain"),
        b"Subject: Re: hello\n\nThanks!",
        report()[:200],
        report() + b"x" * bounces.LARGEST,
    ],
    ids=["empty", "junk", "delayed", "delivered", "receipt", "no original", "answer", "cut", "large"],
)
def test_anything_else_marks_nothing(raw):
    assert bounces.read(raw) == []


@pytest.fixture
def sent(complex, now):
    delivery = mail.send(
        "deadlines_due",
        to=factories.UserFactory(),
        context={"lines": [], "count": 1},
        complex=complex,
        now=now,
        key="1",
    )
    mail.deliver(delivery.pk, now=now)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.django_db
def test_a_returned_mail_marks_its_delivery_once(sent, now):
    raw = report(message_id=sent.message_id, address=sent.address.upper())
    assert [services.note(raw, now=now) for _ in range(2)] == [1, 0]
    sent.refresh_from_db()
    assert (sent.state, sent.bounce, sent.bounced_at) == ("bounced", "5.1.1 · 550 5.1.1 user unknown", now)
    assert not mail.deliver(sent.pk, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize("forged", [{"message_id": OURS}, {"address": "other@example.com"}])
def test_nobody_marks_what_they_do_not_hold(sent, now, forged):
    assert services.note(report(**({"message_id": sent.message_id, "address": sent.address} | forged)), now=now) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("maildir", [False, True])
def test_the_command_reads_a_folder_and_empties_it(sent, tmp_path, maildir):
    place = tmp_path / "new" if maildir else tmp_path
    place.mkdir(exist_ok=True)
    (place / "1").write_bytes(report(message_id=sent.message_id, address=sent.address))
    (place / "2").write_bytes(b"junk")
    call_command("read_bounces", str(tmp_path))
    assert (list(place.iterdir()), Delivery.objects.get().state) == ([], "bounced")
