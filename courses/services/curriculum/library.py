"""Files of lessons in the course's collection: each once, known by its hash."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Course
from courses.services import trees
from courses.services.curriculum.files import Kept


@dataclass
class Library:
    """The images and documents of a course. A file that stands there under the same hash is not brought again."""

    course: Course
    by: Any
    _known: dict[Kept, int] = field(default_factory=dict)
    brought: int = 0

    def key_of(self, file: Kept) -> int:
        """The primary key of the file's image or document, made where it is missing."""
        if file not in self._known:
            self._known[file] = self._found(file) or self._bring(file)
        return self._known[file]

    def _model(self, file: Kept) -> Any:
        return get_image_model() if file.kind == "picture" else get_document_model()

    def _found(self, file: Kept) -> int | None:
        """Of the files with this hash, first the one that bears this name."""
        standing = self._model(file).objects.filter(collection=trees.collection_of(self.course), file_hash=_sha1(file))
        named = standing.filter(title=file.path.name).order_by("pk")
        return named.values_list("pk", flat=True).first() or standing.values_list("pk", flat=True).first()

    def _bring(self, file: Kept) -> int:
        self.brought += 1
        with file.path.open("rb") as opened:
            made = self._model(file)(
                title=file.path.name,
                collection=trees.collection_of(self.course),
                file=File(opened, name=file.path.name),
                uploaded_by_user=self.by,
            )
            made.save()
        made.get_file_hash()  # written now, so that the next load finds it
        return int(made.pk)


def _sha1(file: Kept) -> str:
    """What Wagtail keeps of each file; here only to recognize one, not to trust it."""
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
