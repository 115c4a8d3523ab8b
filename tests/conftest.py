"""Shared ground of the tests."""

import pytest

from tests import cast as casting
from tests import factories
from tests.database import django_db_modify_db_settings, django_db_setup
from training.core.models import Complex

__all__ = ["django_db_modify_db_settings", "django_db_setup"]


@pytest.fixture
def complex(db) -> Complex:
    return factories.ground()


@pytest.fixture
def cast(db) -> casting.Cast:
    return casting.make()


@pytest.fixture
def now():
    return factories.NOW
