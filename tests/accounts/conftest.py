"""What tests of people share."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from tests import factories
from training.accounts.services import consents


@pytest.fixture
def texts(complex):
    """The shipped texts, in force for years."""
    return {text.key: text for text in consents.ship(complex, now=datetime(2026, 1, 1, tzinfo=UTC))}


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def person(complex):
    return factories.UserFactory(name="김하늘", email="haneul@example.com")
