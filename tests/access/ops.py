"""Rules of the pages that keep the platform running."""

from tests.access.rules import Rule
from tests.access.seats import OPERATORS
from tests.cast import Cast
from tests.factories import NOW
from training.core.models import Owed


def _work(act: str):
    def address(cast: Cast) -> str:
        dead = Owed.objects.create(
            kind="core.mail", subject="0", created_at=NOW, due_at=NOW, given_up_at=NOW, complex=cast.complex
        )
        return f"/desk/work/{dead.pk}/{act}/"

    return address


RULES = {
    "core:metrics": Rule(
        lambda cast: "/metrics", frozenset()
    ),  # a token opens it, no person: tests/ops/test_metrics.py
    "enrollment:work": Rule(lambda cast: "/desk/work/", OPERATORS),
    "enrollment:retry_dead_work": Rule(lambda cast: "/desk/work/retry/", OPERATORS, method="post"),
    "enrollment:retry_work": Rule(_work("retry"), OPERATORS, method="post"),
    "enrollment:put_aside_work": Rule(
        _work("put-aside"), OPERATORS, method="post", data=lambda cast: {"reason": "취소"}
    ),
}
