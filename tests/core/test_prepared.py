"""A prepared question answers what Django's own query would, whatever the values and whoever asks."""

import threading

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Upper

from tests import factories
from training.accounts.models import Membership, User
from training.core.prepared import Prepared

pytestmark = pytest.mark.django_db


def members(*, complex_id, role):
    found = Membership.objects.filter(complex=complex_id, role=role).select_related("user", "organization")
    return found.annotate(said=Concat(F("user__name"), Value("!"))).order_by("pk")


MEMBER = Prepared(members, complex_id=int, role=str)
NAMES = Prepared(
    lambda *, complex_id, role: members(complex_id=complex_id, role=role).values_list("user__name", flat=True),
    complex_id=int,
    role=str,
)


@pytest.fixture
def three(complex):
    for role, name in (("operator", "김하나"), ("operator", "이두울"), ("lead", "박세엣 %s '\"")):
        factories.MembershipFactory(
            complex=complex, organization=factories.OrganizationFactory(complex=complex), role=role,
            user=factories.UserFactory(name=name),
        )  # fmt: skip
    return complex


@pytest.mark.parametrize("role", ["operator", "lead", "instructor", "' OR 1=1 --", "%s", "\ue000role"])
def test_answers_as_the_query_itself(three, role):
    asked = members(complex_id=three.pk, role=role)

    assert NAMES.rows(complex_id=three.pk, role=role) == [row.user.name for row in asked]
    found, wanted = MEMBER.first(complex_id=three.pk, role=role), asked.first()
    assert found == wanted
    if wanted:
        assert (found.said, found.user, found.organization) == (wanted.said, wanted.user, wanted.organization)
        assert vars(found.user).keys() == vars(wanted.user).keys()


def test_one_question_brings_what_was_selected_beside_it(three, django_assert_num_queries):
    MEMBER.first(complex_id=three.pk, role="lead")
    with django_assert_num_queries(1):
        found = MEMBER.first(complex_id=three.pk, role="operator")
        assert (found.user.name, found.organization.complex_id) == ("김하나", three.pk)


def test_each_thread_writes_its_own(three):
    NAMES.rows(complex_id=three.pk, role="lead")
    before, seen = NAMES._kept.connection, []
    thread = threading.Thread(target=lambda: seen.append(getattr(NAMES._kept, "connection", None)))
    thread.start()
    thread.join()
    assert (before, seen) == (connection._connections[connection._alias], [None])


@pytest.mark.parametrize("values", [{}, {"complex_id": 1}, {"complex_id": 1, "role": "lead", "more": 2}])
def test_other_names_are_refused(values):
    with pytest.raises(TypeError):
        NAMES.rows(**values)


def test_a_value_that_changes_on_its_way_is_refused():
    asked = Prepared(lambda *, name: User.objects.filter(name__icontains=name).annotate(x=Upper("name")), name=str)
    with pytest.raises(TypeError, match="name"):
        asked.first(name="김")
