"""Where live lesson pages stand, in one table: what a search must know of each hit without joining five."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonPlace(models.Model):
    """A live page of a lesson: its title, its place in the courses, and by which right it may be found.

    Only the database writes here: triggers on pages, lessons, modules and courses (migration 0007) keep each line in
    step in the transaction of the change, so what is published is found at once, whoever published it and by which way.
    A line is a copy: what is shown of a hit is read from the rows themselves, and the right to read is asked there again.
    """

    page_id = models.BigIntegerField(primary_key=True)
    lesson_id = models.BigIntegerField()
    course_id = models.BigIntegerField()
    complex_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    is_preview = models.BooleanField()
    title = models.CharField(max_length=255)
    course_order = models.IntegerField()
    module_order = models.IntegerField()
    lesson_order = models.IntegerField()

    class Meta:
        verbose_name = _("place of a lesson")
        verbose_name_plural = _("places of lessons")

    def __str__(self) -> str:
        return f"{self.language} {self.title}"
