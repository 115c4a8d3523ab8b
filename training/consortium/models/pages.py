"""The public directory: an index in each language, and a page for each organization."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.models.presenting import PresentingPageForm, Presents, one_page_per_language
from courses.queries.reach import working_in
from training.accounts.models import Organization
from training.accounts.states import OrganizationKind
from training.core.blocks import ProseStream
from training.core.requests import Request


class OrganizationIndexPage(Page):
    """Who works together, by their part in the program."""

    lead = models.TextField(_("introduction in one or two sentences"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    template = "consortium/organizations.html"
    parent_page_types = ["core.HomePage"]
    subpage_types = ["consortium.OrganizationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("directory of organizations")

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        kinds = [When(organization__kind=kind, then=Value(n)) for n, kind in enumerate(OrganizationKind.values)]
        pages = OrganizationPage.objects.child_of(self).live().exclude(organization=None)
        pages = pages.select_related("organization").alias(place=Case(*kinds, default=Value(99)))
        return {**context, "organizations": list(pages.order_by("place", "title", "pk"))}


class OrganizationPageForm(PresentingPageForm):
    """The organization is chosen once, among those of this complex; afterwards the page stays its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("organization")
        if isinstance(field, forms.ModelChoiceField):
            complex = working_in.get()
            field.queryset = Organization.objects.of(complex) if complex else Organization.objects.none()
            field.disabled = self.instance.organization_id is not None


class OrganizationPage(Presents, Page):
    """An organization, presented in one language."""

    row_field = "organization"
    base_form_class = OrganizationPageForm
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("organization"),
    )
    lead = models.TextField(_("its part in the program, in one or two sentences"), blank=True)
    website = models.URLField(_("website"), blank=True)
    body = StreamField(ProseStream(), blank=True, verbose_name=_("more about the organization"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("organization"),
        FieldPanel("lead"),
        FieldPanel("website"),
        FieldPanel("body"),
    ]
    template = "consortium/organization.html"
    parent_page_types = ["consortium.OrganizationIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["organization", "loaded_sha256"]

    class Meta:
        verbose_name = _("page of an organization")
        constraints = [one_page_per_language("organization")]
