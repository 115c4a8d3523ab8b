"""A course full of things that only its authors may see, each with a word that gives it away."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment, CommentReply, Page, UploadedFile

from courses.models import Course, CoursePage, Equipment, LessonPage, ModulePage, Term
from courses.services import authors, trees
from tests import factories
from training.accounts.models import User
from training.core import clock


@dataclass(frozen=True)
class Secret:
    """What stands behind the doors: pages with drafts and comments, pictures, papers, a review under way."""

    word: str
    course: Course
    author: User
    page: LessonPage
    revision: Any
    task_state: Any
    image: Any
    document: Any
    comment: Any
    term: Any
    equipment: Any
    upload: Any

    @property
    def workflow_state(self) -> Any:
        return self.task_state.workflow_state


def hide(course: Course, word: str) -> Secret:
    """Fill a course with drafts, comments, files and a review; `word` stands in each of them."""
    catalog = trees.make(course.complex)["ko"]
    author = factories.UserFactory(name=f"{word} author", email=f"{word}@example.com")
    parent: Page = course.pages.filter(language="ko").first() or trees.add_page(
        catalog, CoursePage, course, title=f"{word} course", live=False
    )
    trees.pages_of(course).get("en") or trees.add_page(
        trees.make(course.complex)["en"], CoursePage, course, title=f"{word} course", twin=parent, live=False
    )
    authors.set_authors(course, [author], publish=False)
    course = Course.objects.get(pk=course.pk)
    module = factories.ModuleFactory(complex=course.complex, course=course, title_ko=f"{word} module")
    above = trees.add_page(parent, ModulePage, module, title=f"{word} module", live=False, owner=author)
    lesson = factories.LessonFactory(complex=course.complex, module=module, title_ko=f"{word} lesson")
    page = trees.add_page(above, LessonPage, lesson, title=f"{word} lesson", live=False, owner=author)
    image, document = _files(course, word, author)
    page.summary = f"{word} summary"
    page.body = [
        ("text", f"<p>{word} text</p>"),
        ("figure", {"image": image, "alt": word, "caption": word, "credit": word}),
        ("document", {"document": document, "about": word}),
    ]
    page.save()
    comment = Comment.objects.create(page=page, user=author, text=f"{word} comment", contentpath="summary", position="")
    CommentReply.objects.create(comment=comment, user=author, text=f"{word} reply")
    revision = page.save_revision(user=author, log_action=True)
    page = LessonPage.objects.get(pk=page.pk)
    state = page.get_workflow().start(page, author)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=author, locked_at=clock.now())
    return Secret(
        word=word,
        course=course,
        author=author,
        page=page,
        revision=revision,
        task_state=state.current_task_state,
        image=image,
        document=document,
        comment=comment,
        term=Term.objects.create(complex=course.complex, key=f"{word}-term", term_ko=word, term_en=word),
        equipment=Equipment.objects.create(
            complex=course.complex, key=f"{word}-machine", name_ko=word, name_en=word, purpose_ko=word, purpose_en=word
        ),
        upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(image),
            file=ContentFile(b"x", f"{word}.png"),
            uploaded_by_user=author,
        ),
    )


def _files(course: Course, word: str, author: User) -> tuple[Any, Any]:
    folder = trees.collection_of(course)
    folder.name = f"{word} folder"
    folder.save()
    image = get_image_model().objects.create(
        title=f"{word} picture",
        description=f"{word} description",
        file=get_test_image_file(f"{word}.png", size=(8, 8)),
        collection=folder,
        uploaded_by_user=author,
    )
    document = get_document_model().objects.create(
        title=f"{word} paper", file=ContentFile(word.encode(), f"{word}.txt"), collection=folder
    )
    return image, document
