"""The class and its two operators."""

import pytest
from django.conf import settings as configured

from tests.enrollment.claims import build


@pytest.fixture
def desk(complex, tmp_path, settings) -> build.Desk:
    assert configured.PRIVATE_ROOT
    settings.PRIVATE_ROOT = tmp_path
    return build.desk(complex)
