"""Who may write lessons follows the teaching and the role, at once."""

import pytest
from wagtail.models import Page

from courses.services import trees
from enrollment.services import teaching
from tests import factories
from training.accounts.services import memberships
from training.accounts.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(complex, now):
    """An instructor who teaches a cohort of a course with a page."""
    trees.make(complex)
    user = factories.UserFactory()
    factories.MembershipFactory(complex=complex, user=user, role=Role.INSTRUCTOR)
    cohort = factories.CohortFactory(complex=complex)
    teaching.assign(cohort, instructor=user, by=None, now=now)
    return user


def test_an_assigned_instructor_may_enter_the_editor(teacher):
    assert teacher.groups.count() == 1


def test_a_revoked_role_takes_the_editor_away(teacher, now):
    memberships.revoke(teacher.memberships.get(), by=None, now=now, reason="left")
    assert teacher.groups.count() == 0


def test_a_role_granted_again_gives_it_back(teacher, complex, now):
    membership = teacher.memberships.get()
    memberships.revoke(membership, by=None, now=now, reason="left")
    memberships.grant(teacher, organization=membership.organization, role=Role.INSTRUCTOR, by=None, now=now)
    assert teacher.groups.count() == 1


def test_a_lead_may_publish_and_a_revoked_lead_may_not(complex, now):
    trees.make(complex)
    lead, organization = factories.UserFactory(), factories.OrganizationFactory(complex=complex)
    membership = memberships.grant(lead, organization=organization, role=Role.LEAD, by=None, now=now)
    home = Page.objects.get(pk=complex.site.root_page_id)
    assert home.permissions_for_user(type(lead).objects.get(pk=lead.pk)).can_publish()
    memberships.revoke(membership, by=None, now=now, reason="left")
    assert not home.permissions_for_user(type(lead).objects.get(pk=lead.pk)).can_publish()
