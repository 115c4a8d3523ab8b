"""The words and the machines of the trade. Lessons point at them; an edition keeps what they said on the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from courses.models.indexing import IndexedTogether
from courses.models.rows import Loaded
from courses.rules.search import tokens
from training.core.models import Owned
from training.core.models.complexes import Bilingual


class Term(IndexedTogether, index.Indexed, Loaded, Bilingual, Owned):
    """A word of the trade with its meaning in one or two sentences."""

    key = models.SlugField(_("key"))
    term_ko = models.CharField(_("term (Korean)"), max_length=80)
    term_en = models.CharField(_("term (English)"), max_length=80)
    definition_ko = models.TextField(_("meaning (Korean)"), max_length=600)
    definition_en = models.TextField(_("meaning (English)"), max_length=600)

    search_fields = [index.SearchField("tokens_of_text"), index.FilterField("complex_id")]

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["term_ko", "pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "key"], name="one_term_per_key")]

    def __str__(self) -> str:
        return str(self.text("term"))

    def tokens_of_text(self) -> str:
        return tokens(f"{self.term_ko} {self.term_en} {self.definition_ko} {self.definition_en}")


class Equipment(IndexedTogether, index.Indexed, Loaded, Bilingual, Owned):
    """A kind of machine or instrument: what it does, and what can hurt. The unit in a room is another thing."""

    key = models.SlugField(_("key"))
    name_ko = models.CharField(_("name (Korean)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    purpose_ko = models.TextField(_("what it does (Korean)"), max_length=600)
    purpose_en = models.TextField(_("what it does (English)"), max_length=600)
    safety_ko = models.TextField(_("what can hurt (Korean)"), max_length=600, blank=True)
    safety_en = models.TextField(_("what can hurt (English)"), max_length=600, blank=True)

    search_fields = [index.SearchField("tokens_of_text"), index.FilterField("complex_id")]

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ["name_ko", "pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "key"], name="one_equipment_per_key")]

    def __str__(self) -> str:
        return str(self.text("name"))

    def tokens_of_text(self) -> str:
        return tokens(f"{self.name_ko} {self.name_en} {self.purpose_ko} {self.purpose_en}")
