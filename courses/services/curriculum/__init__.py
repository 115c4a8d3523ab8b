"""The curriculum as files: one folder per module, one Markdown file per lesson and language."""

from courses.services.curriculum.exporting import Exported, export
from courses.services.curriculum.linting import Fault, lint
from courses.services.curriculum.loading import Report, load
from courses.services.curriculum.nodes import CurriculumError

__all__ = ["CurriculumError", "Exported", "Fault", "Report", "export", "lint", "load"]
