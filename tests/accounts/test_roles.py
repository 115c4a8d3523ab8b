"""Roles: granted and revoked by operators, with a history, from the next request on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from training.accounts.models import Membership
from training.accounts.services import memberships
from training.accounts.services.memberships import AlreadyHeld
from training.accounts.signals import roles_changed
from training.accounts.states import Role
from training.core.errors import Refused, TransitionRefused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    heard = []

    def hear(sender, membership, granted, by, now, **kwargs):
        heard.append((membership.user, membership.role, granted, by))

    roles_changed.connect(hear)
    yield heard
    roles_changed.disconnect(hear)


@pytest.fixture
def home(cast):
    return cast.operator.memberships.get().organization


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_grant_tells_upwards_and_writes_history(cast, home, now, told):
    membership = memberships.grant(
        cast.applicant, organization=home, role=Role.INSTRUCTOR, by=cast.operator, now=now, reason="3기 담당"
    )
    entry = AuditEntry.objects.get(subject_type="accounts.membership", subject_id=str(membership.pk))
    assert [entry.action, entry.actor, entry.reason, entry.complex] == [
        "granted",
        cast.operator,
        "3기 담당",
        cast.complex,
    ]
    assert told == [(cast.applicant, Role.INSTRUCTOR, True, cast.operator)]


def test_role_is_held_once(cast, home, now, told):
    memberships.grant(cast.applicant, organization=home, role=Role.LEAD, by=cast.admin, now=now)
    with pytest.raises(AlreadyHeld):
        memberships.grant(cast.applicant, organization=home, role=Role.LEAD, by=cast.admin, now=now)
    assert len(told) == 1


@pytest.mark.parametrize("who", ["trainee", "applicant", "instructor", "lead", "employer", "neighbor"])
def test_others_grant_nothing(cast, home, now, who):
    with pytest.raises(Refused):
        memberships.grant(cast.applicant, organization=home, role=Role.LEAD, by=getattr(cast, who), now=now)
    assert not cast.applicant.memberships.exists()


@pytest.mark.parametrize(("who", "allowed"), [("operator", False), ("admin", True)])
def test_only_administrators_make_administrators(cast, home, now, who, allowed):
    def grant():
        memberships.grant(cast.applicant, organization=home, role=Role.ADMIN, by=getattr(cast, who), now=now)

    if allowed:
        grant()
    else:
        with pytest.raises(Refused):
            grant()
    assert cast.applicant.memberships.filter(role=Role.ADMIN).exists() == allowed


def test_revoked_role_is_refused_at_the_next_request(client, cast, now, told):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/people/").status_code == 200
    memberships.revoke(cast.operator.memberships.get(), by=cast.admin, now=now, reason="부서 이동")

    refused = client.get("/desk/people/")
    assert refused.status_code == 403
    assert "이 화면은 이 특화단지의 운영 담당만 볼 수 있습니다." in refused.content.decode()
    assert told == [(cast.operator, Role.OPERATOR, False, cast.admin)]


def test_role_is_revoked_once(cast, now):
    membership = cast.instructor.memberships.get()
    memberships.revoke(membership, by=cast.operator, now=now)
    with pytest.raises(TransitionRefused):
        memberships.revoke(Membership.objects.get(pk=membership.pk), by=cast.operator, now=now)


def test_nobody_revokes_their_own_role(cast, now):
    with pytest.raises(Refused):
        memberships.revoke(cast.operator.memberships.get(), by=cast.operator, now=now)
    assert cast.operator.memberships.current().exists()


def test_desk_grants_and_shows_history(desk, cast, home):
    sent = {"email": cast.applicant.email.upper(), "organization": home.pk, "role": "instructor"}
    page = desk.post("/desk/people/grant/", sent, follow=True)
    assert page.status_code == 200
    assert cast.applicant.memberships.get().granted_by == cast.operator
    assert [(c.person, c.granted, c.actor) for c in page.context["history"]] == [
        (cast.applicant.name, True, cast.operator.name)
    ]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"email": ""}, 422, "email"),
        ({"email": "nobody@example.com"}, 422, "email"),
        ({"email": "no address"}, 422, "email"),
        ({"role": ""}, 422, "role"),
        ({"role": "admin"}, 422, "role"),  # not an operator's to give
        ({"role": "emperor"}, 422, "role"),
        ({"organization": ""}, 422, "organization"),
        ({"organization": "999999"}, 422, "organization"),
        ({"organization": "x"}, 422, "organization"),
    ],
)
def test_bad_grant_changes_nothing(desk, cast, home, changed, status, field):
    sent = {"email": cast.applicant.email, "organization": home.pk, "role": "instructor", **changed}
    response = desk.post("/desk/people/grant/", sent)
    assert (response.status_code, list(response.context["form"].errors)) == (status, [field])
    assert not cast.applicant.memberships.exists()


def test_organization_of_another_complex_is_refused(desk, cast):
    away = cast.neighbor.memberships.get().organization
    sent = {"email": cast.applicant.email, "organization": away.pk, "role": "instructor"}
    assert desk.post("/desk/people/grant/", sent).status_code == 422


def test_grant_of_a_held_role_says_so(desk, cast, home):
    sent = {"email": cast.instructor.email, "organization": home.pk, "role": "instructor"}
    response = desk.post("/desk/people/grant/", sent)
    assert (response.status_code, response.context["form"].errors) == (
        409,
        {"role": ["이미 그 기관에서 같은 권한을 가진 사람입니다."]},
    )


def test_desk_revokes_with_a_reason(desk, cast):
    address = f"/desk/people/{cast.instructor.memberships.get().pk}/revoke/"
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "계약 종료"}).status_code == 302
    assert not cast.instructor.memberships.current().exists()
    assert AuditEntry.objects.get(action="revoked").reason == "계약 종료"
    assert desk.post(address, {"reason": "계약 종료"}).status_code == 409


def test_membership_of_another_complex_is_not_found(desk, cast):
    assert desk.get(f"/desk/people/{cast.neighbor.memberships.get().pk}/revoke/").status_code == 404


def test_list_asks_the_same_number_of_queries_for_one_and_three_more(desk, cast, home, now):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            memberships.grant(factories.UserFactory(), organization=home, role=Role.LEAD, by=cast.admin, now=now)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/people/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
