"""The curriculum as files: one folder per module, one Markdown file per lesson and language."""

from courses.services.curriculum.loading import Report, load
from courses.services.curriculum.nodes import CurriculumError

__all__ = ["CurriculumError", "Report", "load"]
