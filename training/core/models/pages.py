"""The site's own pages: home, plain pages, notices and policies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from training.core.blocks import ProseStream


class HomePage(Page):
    """The front door of one complex in one language."""

    lead = models.CharField(_("what this is, in one sentence"), max_length=250, blank=True)
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    template = "core/home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class StandardPage(Page):
    """A plain page: about, directions, help."""

    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "core/standard.html"
    parent_page_types = ["core.HomePage", "core.StandardPage"]

    class Meta:
        verbose_name = _("page")


class NoticeIndexPage(Page):
    """The list of notices."""

    template = "core/notice_index.html"
    parent_page_types = ["core.HomePage"]
    subpage_types = ["core.NoticePage"]

    class Meta:
        verbose_name = _("list of notices")


class NoticePage(Page):
    """One notice."""

    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "core/notice.html"
    parent_page_types = ["core.NoticeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("notice")


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
