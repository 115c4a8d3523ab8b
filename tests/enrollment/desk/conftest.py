"""Counting queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    def count(work) -> int:
        work()  # what is read once per process is read now
        with CaptureQueriesContext(connection) as queries:
            work()
        return len(queries)

    return count
