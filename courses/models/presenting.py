"""What every page that presents a row keeps to.

A page presents one row in one language; the database lets no second page do so. Copying a page copies its words,
never its row: the copy presents nothing and cannot be published. A page made for another language keeps the row.
"""

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import PageViewRestriction

from courses.models.indexing import IndexedTogether
from training.core.errors import DomainError

PRESENTS_NOTHING = _(
    "This page is a copy and presents no course, module or lesson of its own, so it cannot be published. "
    "Take its blocks over into the page you want to change."
)
NO_ALIAS = _("A page of a course cannot be an alias of another. Make an ordinary copy, or edit the page itself.")


class PresentingCopyForm(CopyForm):
    """Copies are ordinary drafts: neither aliases nor published at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)


class PresentingPageForm(WagtailAdminPageForm):
    """Says beside the form, not after publishing, that a copy presents nothing."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        publishing = {"action-publish", "action-submit"} & set(self.data)
        if publishing and self.instance.presented_id is None:
            raise ValidationError(PRESENTS_NOTHING, code="presents_nothing")
        return cleaned


class LessonPageForm(PresentingPageForm):
    """Adds the editor's word that an English text is up to date with the Korean one."""

    matches_korean = forms.BooleanField(
        label=_("This text is up to date with the Korean lesson as published now"),
        help_text=_("Tick it after comparing. Readers are told when the Korean lesson changes later."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.language != "en":
            self.fields.pop("matches_korean", None)

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("matches_korean"):
            self.instance.translates = self.instance.hash_of_korean()
        return super().save(commit=commit)


class Presents(IndexedTogether, models.Model):
    """The row behind a page: `row_field` names the foreign key."""

    row_field: ClassVar[str]
    copy_form_class = PresentingCopyForm
    base_form_class = PresentingPageForm

    language = models.CharField(max_length=2, editable=False)  # of the locale, so that a constraint can see it
    loaded_sha256 = models.CharField(
        max_length=64, blank=True, editable=False
    )  # what the curriculum files last put here

    class Meta:
        abstract = True

    @property
    def presented_id(self) -> int | None:
        return getattr(self, f"{self.row_field}_id")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self._settle()
        super().save(*args, **kwargs)

    def _settle(self) -> None:
        if self.alias_of_id is not None:  # type: ignore[attr-defined]  # a mixin of Page
            raise DomainError(NO_ALIAS)
        if self.presented_id is None and self.live:
            if not self._state.adding:
                raise DomainError(PRESENTS_NOTHING)
            self.live = False  # a copied branch, whatever its pages were
        if self.locale_id is None:  # type: ignore[has-type]
            self.locale = self.get_default_locale()  # type: ignore[attr-defined]
        self.language = self.locale.language_code

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """An ordinary copy loses the row; a copy for another language presents the same one."""
        attributes = dict(kwargs.get("update_attrs") or {})
        if "locale" in attributes and kwargs.get("reset_translation_key") is False:
            attributes[self.row_field] = getattr(self, self.row_field)
            kwargs["update_attrs"] = attributes
        return super().copy(*args, **kwargs)  # type: ignore[misc]  # Page has it

    def with_content_json(self, content: Any) -> Any:
        """A revision holds words; which row a page presents is no part of it."""
        page = super().with_content_json(content)  # type: ignore[misc]  # Page has it
        setattr(page, f"{self.row_field}_id", self.presented_id)
        page.language, page.loaded_sha256 = self.language, self.loaded_sha256
        return page

    def get_view_restrictions(self) -> Any:
        """No question to the database where finding the page has answered it."""
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()  # type: ignore[misc]  # Page has it
        return PageViewRestriction.objects.none()

    def address(self) -> str:
        """The path of the page, from its place in the tree and its language, without a query."""
        return address_of(self.url_path, self.language)

    def address_in(self, language: str) -> str:
        """Where the same row is presented in another language; the catalog answers there even without a page."""
        if language != self.language and hasattr(self, "path_of_twin"):  # finding the page has answered it
            return address_of(self.path_of_twin or self.url_path, language)
        twin = (
            type(self)
            ._default_manager.live()
            .filter(  # type: ignore[attr-defined]  # a page's manager
                language=language, **{self.row_field: self.presented_id}
            )
        )
        path = twin.values_list("url_path", flat=True).first() if self.presented_id else None
        return address_of(path or self.url_path, language)

    @transaction.atomic
    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """One transaction for the page and for all that answers to its publishing, such as the edition."""
        revision.publisher = user
        return super().publish(revision, user=user, **kwargs)  # type: ignore[misc]  # Page has it


def address_of(url_path: str, language: str) -> str:
    """`/chungbuk-en/courses/x/` in English is `/en/courses/x/`: the first part is the home page."""
    return front_door(language) + url_path.split("/", 2)[2]


@cache
def front_door(language: str) -> str:
    """Where the pages of a language begin."""
    with override(language):
        return reverse("wagtail_serve", args=("",))


def one_page_per_language(row: str) -> models.UniqueConstraint:
    """The database's side of it; copies that present nothing stand outside."""
    return models.UniqueConstraint(
        fields=[row, "language"], condition=Q(**{f"{row}__isnull": False}), name=f"{row}_page_once_per_language"
    )
