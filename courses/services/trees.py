"""The branches of a complex: home, catalog and below, Korean and English side by side."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, Locale, Page

from courses.models import Course, CourseIndexPage, LessonPage, ModulePage
from courses.services import workflows
from training.core.models import Complex, HomePage

LANGUAGES = ("ko", "en")
Pair = dict[str, Any]


def locales() -> dict[str, Locale]:
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


@transaction.atomic
def make(complex: Complex) -> dict[str, CourseIndexPage]:
    """The catalogs of a complex by language, made where they are missing, and its review assigned."""
    homes = _homes(complex)
    workflows.assign(complex, list(homes.values()))
    catalogs = {code: CourseIndexPage.objects.child_of(home).first() for code, home in homes.items()}
    for code, locale in locales().items():
        if catalogs[code] is None:
            twin = catalogs["ko"]
            with override(code):
                page = CourseIndexPage(title=_("Courses"), slug="courses", locale=locale, show_in_menus=True)
            if twin is not None:
                page.translation_key = twin.translation_key
            catalogs[code] = homes[code].add_child(instance=page)
    return catalogs  # type: ignore[return-value]  # every gap was filled


def _homes(complex: Complex) -> dict[str, HomePage]:
    home = complex.site.root_page.specific
    codes = locales()
    english = HomePage.objects.filter(translation_key=home.translation_key, locale=codes["en"]).first()
    if english is None:
        english = HomePage(
            title=complex.name_en, slug=f"{home.slug}-en", locale=codes["en"], translation_key=home.translation_key
        )
        Page.objects.get(depth=1).add_child(instance=english)
    return {"ko": home, "en": english}


def pages_of(row: Any) -> Pair:
    """The pages that present a row, by language."""
    return {page.language: page for page in row.pages.select_related("locale")}


def add_page(parent: Page, model: type[Page], row: Any, *, title: str, twin: Page | None = None, **fields: Any) -> Any:
    """A page of a row below a parent, in the parent's language, linked to its twin in the other language."""
    page = model(title=title, slug=row.key, locale=parent.locale, **{model.row_field: row}, **fields)
    if twin is not None:
        page.translation_key = twin.translation_key
    return parent.add_child(instance=page)


def collection_of(course: Course) -> Collection:
    """The folder of a course's images and documents, below its complex's."""
    if course.collection is None:
        root = Collection.get_first_root_node()
        above = collection_of_complex(course.complex, root)
        course.collection = above.add_child(name=course.title_ko[:255])
        course.save(update_fields=["collection"])
    return course.collection


def collection_of_complex(complex: Complex, root: Collection | None = None) -> Collection:
    root = root or Collection.get_first_root_node()
    existing = root.get_children().filter(name=complex.name_ko).first()
    return existing or Collection.objects.get(pk=root.pk).add_child(name=complex.name_ko)


def publish_new_module(page: LessonPage, *, by: Any) -> None:
    """A lesson that is published brings along the module it was made with, which nobody could see until now."""
    above = ModulePage.objects.parent_of(page).first()
    if above is None or above.live or above.first_published_at or above.presented_id is None:
        return
    latest = above.get_latest_revision() or above.save_revision(user=by)
    latest.publish(user=by, skip_permission_checks=True)
