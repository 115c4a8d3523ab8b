"""Two accounts of one person: found, compared, merged with a record of both, or told apart."""

import contextlib
import threading
import unicodedata
from datetime import date

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from enrollment.models import Application, Enrollment
from tests import cast as casting
from tests import factories
from tests.certificates import factories as awards
from training.accounts.models import AccessRecord, DifferentPeople, Merge, User
from training.accounts.queries import duplicates
from training.accounts.rules.duplicates import Person, pairs, plain_email, plain_name, plain_phone
from training.accounts.services import access, merges
from training.accounts.services.merges import NotMerged
from training.core.errors import DomainError, Refused
from training.core.models import Delivery

BORN = date(1999, 5, 17)


# --- the rule ------------------------------------------------------------------------------------
def person(pk, name="", born=None, email="", phone=""):
    return Person(pk, name, born, email or f"p{pk}@example.com", phone)


@pytest.mark.parametrize(
    ("one", "other", "signs"),
    [
        (person(1, "홍길동", BORN), person(2, "홍길동", BORN), ["name"]),
        (person(1, "홍길동", BORN), person(2, unicodedata.normalize("NFD", "홍 길동"), BORN), ["name"]),
        (person(1, "홍길동", BORN), person(2, "홍길동", date(1999, 5, 18)), None),
        (person(1, "홍길동", BORN), person(2, "홍길동", None), None),
        (person(1, "", BORN), person(2, "", BORN), None),
        (person(1, phone="010-1234-5678"), person(2, phone="+82 10 1234 5678"), ["phone"]),
        (person(1, phone="010-1234-5678"), person(2, phone="010-1234-5679"), None),
        (person(1, phone="1234"), person(2, phone="1234"), None),
        (person(1, email="hong.gd@x.com"), person(2, email="HongGD+train@X.com"), ["mail"]),
        (person(1, "홍길동", email="honggd@x.com"), person(2, "홍길동", email="honggd@y.com"), ["mail"]),
        (person(1, "홍길동", email="honggd@x.com"), person(2, "김길동", email="honggd@y.com"), None),
        (
            person(1, "홍길동", BORN, phone="01012345678"),
            person(2, "홍길동", BORN, phone="01012345678"),
            ["name", "phone"],
        ),
    ],
)
def test_what_two_accounts_share(one, other, signs):
    assert pairs([other, one]) == ({(1, 2): signs} if signs else {})


@pytest.mark.parametrize(
    ("raw", "plain"),
    [("010-1234-5678", "01012345678"), ("+82 10-1234-5678", "01012345678"), ("008210 1234 5678", "01012345678"), ("12", ""), ("", "")],
)  # fmt: skip
def test_phone_is_its_digits(raw, plain):
    assert plain_phone(raw) == plain


def test_names_and_addresses_are_compared_plain():
    assert (plain_name("Hong  GilDong"), plain_email("A.b+c@X.kr"), plain_email("nothing")) == (
        "honggildong",
        "ab@x.kr",
        "",
    )


def test_many_with_one_phone_do_not_drown_the_list():
    assert len(pairs([person(n, phone="043-123-4567") for n in range(1, 51)])) == 28  # pairs of eight


# --- the page ------------------------------------------------------------------------------------
@pytest.fixture
def desk(cast, client):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def twin(cast):
    """Another account of the trainee's, with a training of its own in another cohort."""
    cohort = factories.CohortFactory(complex=cast.complex, course=cast.cohort.course)
    return factories.EnrollmentFactory(complex=cast.complex, cohort=cohort).trainee


@pytest.mark.django_db
def test_only_people_of_this_complex_are_compared(cast, twin, desk):
    factories.UserFactory()  # the same name and birth date, but nothing here
    found = desk.get("/desk/people/duplicates/").context["page_obj"]
    people = {frozenset((pair.first, pair.second)) for pair in found}
    assert people == {
        frozenset((cast.trainee, cast.other_trainee)), frozenset((cast.trainee, twin)), frozenset((cast.other_trainee, twin)),
    }  # fmt: skip
    stranger = User.objects.latest("pk")
    assert desk.get(f"/desk/people/duplicates/{cast.trainee.pk}/{stranger.pk}/").status_code == 404
    assert desk.get(f"/desk/people/duplicates/{cast.trainee.pk}/{cast.trainee.pk}/").status_code == 404


@pytest.mark.django_db
def test_list_asks_as_much_for_three_pairs_as_for_one(cast, desk):
    desk.get("/desk/people/duplicates/")
    with CaptureQueriesContext(connection) as one:
        assert len(desk.get("/desk/people/duplicates/").context["page_obj"]) == 1
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort)
    with CaptureQueriesContext(connection) as three:
        assert len(desk.get("/desk/people/duplicates/").context["page_obj"]) == 3
    assert len(one) == len(three)


@pytest.mark.django_db
def test_merge_is_confirmed_on_a_second_page_and_recorded(cast, twin, desk, client):
    address = f"/desk/people/duplicates/{cast.trainee.pk}/{twin.pk}/"
    said = {"stays": str(cast.trainee.pk), "reason": "전화로 확인"}
    assert desk.post(address, {"stays": str(cast.trainee.pk), "reason": ""}).status_code == 422
    assert desk.post(address, {"stays": str(cast.operator.pk), "reason": "x"}).status_code == 422
    assert (desk.post(address, said).status_code, Merge.objects.count()) == (200, 0)
    assert desk.post(address, {**said, "confirmed": "yes"}).status_code == 302

    merge = Merge.objects.get()
    assert (merge.stays, merge.goes, merge.moved, merge.reason) == (
        cast.trainee, twin, {"enrollments": 1, "seats": 1}, "전화로 확인"
    )  # fmt: skip
    assert Enrollment.objects.filter(trainee=cast.trainee).count() == 2
    assert User.objects.get(pk=twin.pk).is_active is False
    assert Delivery.objects.get(user=cast.trainee).kind == "accounts_merged"
    assert desk.post(address, {**said, "confirmed": "yes"}).status_code == 409
    with pytest.raises(TypeError):
        merge.save()


@pytest.mark.django_db
def test_who_looked_at_the_closed_account_is_told_to_the_one_that_stays(cast, twin, now):
    access.viewed(cast.cohort, what="person", people=[twin.pk, cast.trainee.pk], by=cast.operator, now=now)
    access.viewed(cast.cohort, what="person", people=[twin.pk], by=cast.operator, now=now)
    merges.merge(cast.trainee, twin, cast.complex, reason="-", by=cast.operator, now=now)
    assert AccessRecord.objects.of(cast.complex).about(cast.trainee).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("both_in", ["cohort", "application", "role", "elsewhere"])
def test_what_cannot_be_one_is_refused_with_a_sentence(cast, twin, now, both_in):
    if both_in == "cohort":
        Enrollment.objects.filter(trainee=twin).update(cohort=cast.cohort)
    elif both_in == "application":
        for who in (cast.trainee, twin):
            Application.objects.create(complex=cast.complex, cohort=cast.cohort, applicant=who, kind="employed")
    elif both_in == "role":
        factories.MembershipFactory(complex=cast.complex, user=twin)
    else:
        away = factories.CohortFactory(complex=cast.neighbor.memberships.get().complex)
        factories.EnrollmentFactory(complex=away.complex, cohort=away, trainee=twin)
    with pytest.raises(NotMerged):
        merges.merge(cast.trainee, twin, cast.complex, reason="-", by=cast.operator, now=now)
    assert (Merge.objects.count(), User.objects.get(pk=twin.pk).is_active) == (0, True)


@pytest.mark.django_db
def test_nobody_merges_their_own_account(cast, twin, now):
    with pytest.raises(Refused):
        merges.merge(cast.trainee, twin, cast.complex, reason="-", by=twin, now=now)


@pytest.mark.django_db
def test_frozen_content_of_a_certificate_is_untouched(cast, now):
    decision = awards.completed(awards.finished_cohort(complex=cast.complex))
    certificate = awards.intended(decision)
    Certificate.objects.update(state="voided")
    before = Certificate.objects.values("content", "content_sha256", "birth_date", "register_number").get()
    merges.merge(cast.trainee, certificate.person, cast.complex, reason="-", by=cast.operator, now=now)
    after = Certificate.objects.values("content", "content_sha256", "birth_date", "register_number").get()
    assert (before, Certificate.objects.get().person) == (after, cast.trainee)


@pytest.mark.django_db
def test_two_people_told_apart_are_not_proposed_again(cast, desk):
    first, second = sorted((cast.trainee.pk, cast.other_trainee.pk))
    for one, other in ((first, second), (second, first)):
        assert desk.post(f"/desk/people/duplicates/{one}/{other}/different/").status_code == 302
    assert (DifferentPeople.objects.count(), duplicates.candidates(cast.complex)) == (1, [])


# --- at once -------------------------------------------------------------------------------------
@pytest.fixture
def _postgresql():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time and hides the race")


def both_ways_at_once(now, monkeypatch):
    """One operator merges A into B, another B into A, each after both have judged that they may."""
    cast = casting.make()
    cohort = factories.CohortFactory(complex=cast.complex, course=cast.cohort.course)
    one, other = cast.trainee, factories.EnrollmentFactory(complex=cast.complex, cohort=cohort).trainee
    barrier, refused = threading.Barrier(2), []
    asked = merges.obstacles

    def slowly(*args, **kwargs):
        found = asked(*args, **kwargs)
        with contextlib.suppress(threading.BrokenBarrierError):  # the other waits for the lock, as it should
            barrier.wait(timeout=1)
        return found

    monkeypatch.setattr(merges, "obstacles", slowly)

    def work(stays, goes, by):
        try:
            merges.merge(stays, goes, cast.complex, reason="-", by=by, now=now)
        except DomainError as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=args) for args in ((one, other, cast.operator), (other, one, cast.admin))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Merge.objects.count(), len(refused)


@pytest.mark.postgres
@pytest.mark.usefixtures("_postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_leave_one_account_open(now, monkeypatch):
    assert both_ways_at_once(now, monkeypatch) == (1, 1)
    assert User.objects.filter(is_active=False).count() == 1


@pytest.mark.postgres
@pytest.mark.usefixtures("_postgresql")
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_are_closed(now, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    assert both_ways_at_once(now, monkeypatch)[0] == 2
