"""Events that apps above may answer."""

from django.dispatch import Signal

edition_published = Signal()  # edition: LessonEdition
