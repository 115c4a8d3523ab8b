"""Rows that are added, and never changed or deleted."""

from typing import Any, ClassVar

from django.db import models


class AppendOnly(models.Model):
    """Refuses in Python, before the triggers that a migration lays refuse in the database.

    `REFUSAL` is what a programmer reads; `{done}` in it is "changed" or "deleted".
    """

    REFUSAL: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(self.REFUSAL.format(done="changed"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(self.REFUSAL.format(done="deleted"))
