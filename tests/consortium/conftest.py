"""One employer, one operator."""

import pytest

from tests.consortium import build


@pytest.fixture
def group(complex) -> build.Group:
    return build.group(complex)
