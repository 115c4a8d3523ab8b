"""Pages present rows; they can be moved, copied or deleted without touching a record."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from courses.blocks import LessonStream
from courses.models.editions import LessonEdition
from courses.models.presenting import LessonPageForm, Presents, one_page_per_language
from courses.models.rows import Course, Lesson, Module
from courses.rules.search import tokens
from training.core.blocks import ProseStream
from training.core.prepared import Prepared
from training.core.requests import Request

LANGUAGES = ("ko", "en")


class CoursePage(Presents, Page):
    """A course, presented in one language."""

    row_field = "course"
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("course")
    )
    body = StreamField(ProseStream(), blank=True, verbose_name=_("more about the course"))

    content_panels = [*Page.content_panels, FieldPanel("course", read_only=True), FieldPanel("body")]
    template = "courses/course.html"
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    exclude_fields_in_copy = ["course", "loaded_sha256"]
    is_creatable = False  # pages of a course are made together with their row

    class Meta:
        verbose_name = _("course page")
        constraints = [one_page_per_language("course")]


class ModulePage(Presents, Page):
    """A module, presented in one language."""

    row_field = "module"
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("module")
    )
    body = StreamField(ProseStream(), blank=True, verbose_name=_("more about the module"))

    content_panels = [*Page.content_panels, FieldPanel("module", read_only=True), FieldPanel("body")]
    template = "courses/module.html"
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    exclude_fields_in_copy = ["module", "loaded_sha256"]
    is_creatable = False

    class Meta:
        verbose_name = _("module page")
        constraints = [one_page_per_language("module")]


class LessonPage(Presents, Page):
    """A lesson, presented in one language."""

    row_field = "lesson"
    base_form_class = LessonPageForm
    lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("lesson")
    )
    summary = models.TextField(_("summary in one sentence"), blank=True)
    objectives = models.TextField(_("objectives, one a line"), blank=True)
    body = StreamField(LessonStream(), blank=True, verbose_name=_("text"))
    sources = models.TextField(_("sources, one a line"), blank=True)
    review_notes = models.TextField(
        _("to be reviewed, one a line"), blank=True, help_text=_("For editors; readers do not see this list.")
    )
    translates = models.CharField(max_length=64, blank=True, editable=False)  # hash of the Korean edition

    content_panels = [
        *Page.content_panels,
        FieldPanel("lesson", read_only=True),
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("review_notes"), FieldPanel("matches_korean")], heading=_("Checks")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("tokens_of_text")]
    template = "courses/lesson.html"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["lesson", "loaded_sha256"]
    is_creatable = False

    class Meta:
        verbose_name = _("lesson page")
        constraints = [one_page_per_language("lesson")]

    def plain_text(self) -> str:
        """All that a reader finds here, without markup."""
        body = self.body.stream_block.get_searchable_content(self.body)
        return " ".join([self.title, self.summary, self.objectives, *map(str, body)])

    def tokens_of_text(self) -> str:
        return tokens(self.plain_text(), title=self.title)

    def hash_of_korean(self) -> str:
        """The hash of the Korean edition that stands now; empty where there is none."""
        if self.lesson is not None and hasattr(self.lesson, "standing_editions"):
            edition = self.lesson.standing_editions.get("ko")
        else:
            edition = LessonEdition.objects.latest_of(self.lesson, "ko") if self.lesson else None
        return edition.sha256 if edition else ""

    def keep_standing(self) -> None:
        """Gives the lesson the editions that were found along with its page, by language."""
        found = [getattr(self, f"standing_{language}") for language in LANGUAGES]
        if self.lesson is not None:
            self.lesson.standing_editions = {row["language"]: LessonEdition.found(row) for row in found if row}


class CourseIndexPage(Page):
    """The catalog. It also finds the pages below it, in one query however deep they stand."""

    PRESENTING = {1: CoursePage, 2: ModulePage, 3: LessonPage}

    template = "courses/index.html"
    max_count_per_parent = 1
    parent_page_types = ["core.HomePage"]
    subpage_types = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("course catalog")

    def route(self, request: Request, path_components: list[str]) -> RouteResult:
        """A page of this language, else the Korean one, which then says that it is not translated yet."""
        if not path_components:
            return super().route(request, path_components)
        page = self.page_at(path_components)
        if page:
            return RouteResult(page)
        original = self._korean()
        page = original.page_at(path_components) if original else None
        if page is None:
            raise Http404
        return RouteResult(page, kwargs={"untranslated": True})

    def page_at(self, path_components: list[str]) -> Any:
        """The live page at this place whose ancestors are live too; None where there is none."""
        depth = len(path_components)
        if depth not in self.PRESENTING or not self.live:
            return None
        lineage = [self.url_path + "".join(f"{part}/" for part in path_components[:end]) for end in range(depth + 1)]
        slugs, paths = [self.slug, *path_components], [self.url_path.rstrip("/").rpartition("/")[0] + "/", *lineage]
        found = AT_DEPTH[depth].first(
            locale_id=self.locale_id,
            **{f"slug{place}": slug for place, slug in enumerate(slugs)},
            **{f"path{place}": path for place, path in enumerate(paths)},
        )
        if isinstance(found, LessonPage):
            found.keep_standing()
        return found

    def _korean(self) -> "CourseIndexPage | None":
        return (
            CourseIndexPage.objects.live()
            .filter(translation_key=self.translation_key, locale__language_code="ko")
            .exclude(pk=self.pk)
            .first()
        )


ROWS_ABOVE: dict[type[Page], tuple[str, ...]] = {
    CoursePage: ("course",),
    ModulePage: ("module__course", "module__block"),
    LessonPage: ("lesson__module__course", "lesson__module__block"),
}


def _page_at(model: Any, depth: int) -> Prepared:
    """The question of `page_at`: slugs from the catalog down to the page, paths from the home page down to it."""
    slugs, paths = [f"slug{place}" for place in range(depth + 1)], [f"path{place}" for place in range(depth + 2)]

    def ask(*, locale_id: int, **at: str) -> QuerySet[Any]:
        above = Page.objects.filter(
            slug__in=[at[slug] for slug in slugs], url_path__in=[at[path] for path in paths[1:]]
        )
        restrictions = PageViewRestriction.objects.filter(page__url_path__in=["/", *(at[path] for path in paths)])
        found: QuerySet[Any] = (
            model.objects.live()
            .filter(slug=at[slugs[-1]], url_path=at[paths[-1]])
            .annotate(is_hidden=Exists(above.filter(live=False)), is_restricted=Exists(restrictions))
            .filter(is_hidden=False)
            .annotate(**_known_besides(model, locale_id))
            .select_related(*ROWS_ABOVE[model])
        )
        return found.order_by()[:1]

    return Prepared(ask, locale_id=int, **dict.fromkeys([*slugs, *paths], str))


def _known_besides(model: Any, locale_id: int) -> dict[str, Any]:
    """What is asked along with a page when it is found: where its twin in the other language stands, and for a lesson
    the edition that stands in each language."""
    twins = model.objects.live().filter(**{model.row_field: OuterRef(model.row_field)}).exclude(locale=locale_id)
    known: dict[str, Any] = {"path_of_twin": Subquery(twins.values("url_path")[:1])}
    if model is LessonPage:
        for language in LANGUAGES:
            editions = LessonEdition.objects.filter(lesson=OuterRef("lesson"), language=language).order_by("-number")
            known[f"standing_{language}"] = Subquery(editions.values_list(JSONObject(**LessonEdition.AT_A_GLANCE))[:1])
    return known


AT_DEPTH = {depth: _page_at(model, depth) for depth, model in CourseIndexPage.PRESENTING.items()}
