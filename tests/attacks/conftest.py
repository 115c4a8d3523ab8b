"""One instant for all attacks."""

import pytest

from tests import factories
from training.core import clock


@pytest.fixture(autouse=True)
def _one_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factories.NOW.replace(minute=20))
