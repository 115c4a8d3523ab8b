"""The site's own pages: home, plain pages, notices and policies."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from training.core.blocks import HomeStream, ProseStream
from training.core.models.policies import PolicyEdition
from training.core.requests import Request

NOTICES_ON_HOME = 3
NOTICES_PER_PAGE = 20


def today() -> date:
    """The present day in the complex's zone: the default of a notice's date."""
    return timezone.localdate()


class HomePage(Page):
    """The front door of one complex in one language."""

    lead = models.CharField(_("what this is and for whom, in one sentence"), max_length=250, blank=True)
    body = StreamField(HomeStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    template = "core/home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: Request, path_components: list[str]) -> RouteResult:
        """As Wagtail does it, with one question less where the page below has no fields of its own."""
        if not path_components:
            return super().route(request, path_components)
        return _onward(self.get_children().filter(slug=path_components[0]).first(), request, path_components)

    @classmethod
    def doors(cls, root: Page, language: str) -> Any:
        """The front door of a language beside a site's own: one page, or none."""
        return cls.objects.live().filter(translation_key=root.translation_key, locale__language_code=language)

    @classmethod
    def route_from(cls, root: Page, language: str, request: Request, path_components: list[str]) -> RouteResult:
        """The page of a path below the front door of a language, which is found along with the first page below it.

        Raises Http404 where there is none. `root` is the site's front door, in whichever language.
        """
        doors = cls.doors(root, language)
        if not path_components:
            return RouteResult(get_object_or_404(doors))
        above = Substr("path", 1, Length("path") - Page.steplen)
        below = Page.objects.filter(slug=path_components[0], depth=root.depth + 1).annotate(above=above)
        return _onward(below.filter(above__in=doors.order_by().values("path")).first(), request, path_components)

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["notices"] = NoticePage.latest_below(self)[:NOTICES_ON_HOME]
        return context


def _onward(below: Page | None, request: Request, path_components: list[str]) -> RouteResult:
    """On to the first page of a path, which routes the rest of it."""
    if below is None:
        raise Http404
    bare = below.specific_class is not None and len(below.specific_class._meta.local_fields) == 1
    found: RouteResult = (below.specific_deferred if bare else below.specific).route(request, path_components[1:])
    return found


class StandardPage(Page):
    """A plain page: about, directions, help."""

    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "core/standard.html"
    parent_page_types = ["core.HomePage", "core.StandardPage"]

    class Meta:
        verbose_name = _("page")


class NoticeIndexPage(Page):
    """The list of notices, newest first, by pages."""

    template = "core/notice_index.html"
    parent_page_types = ["core.HomePage"]
    subpage_types = ["core.NoticePage"]

    class Meta:
        verbose_name = _("list of notices")

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        paginator = Paginator(NoticePage.latest_below(self), NOTICES_PER_PAGE)
        context["page_obj"] = paginator.get_page(request.GET.get("page"))
        return context


class NoticePage(Page):
    """One notice, with the day it bears."""

    posted_on = models.DateField(_("date"), default=today)
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("posted_on"), FieldPanel("body")]
    template = "core/notice.html"
    parent_page_types = ["core.NoticeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("notice")

    @classmethod
    def latest_below(cls, page: Page) -> "models.QuerySet[NoticePage]":
        """The published notices below a page, newest first."""
        notices: models.QuerySet[NoticePage] = cls.objects.descendant_of(page).live().order_by("-posted_on", "-pk")
        return notices


class PolicyPage(Page):
    """A policy that people rely on; every published version stays readable."""

    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("in_force_on"), FieldPanel("body")]
    template = "core/policy.html"
    parent_page_types = ["core.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("policy")

    @property
    def editions(self) -> "models.QuerySet[PolicyEdition]":
        """Every published text of this policy in the page's language, newest first."""
        return PolicyEdition.objects.filter(key=self.translation_key, language=self.locale.language_code).order_by(
            "-number"
        )

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        editions = list(self.editions.defer("content"))
        return {**context, "editions": editions, "edition": self._asked(request, editions)}

    def _asked(self, request: Request, editions: list[PolicyEdition]) -> PolicyEdition | None:
        """The edition in the address, if it is not the newest; an unknown one is a page that does not exist."""
        asked = request.GET.get("edition")
        if asked is None:
            return None
        found = next((edition for edition in editions if str(edition.number) == asked), None)
        if found is None:
            raise Http404
        return None if found == editions[0] else found
