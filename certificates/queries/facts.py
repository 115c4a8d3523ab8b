"""Frozen facts as rows of words in the reader's language."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.rules import dates
from certificates.states import Field
from training.core import words
from training.core.text import masked

Row = tuple[str, Any]


def public(certificate: Certificate) -> list[Row]:
    """What a verifier may read: everything that makes the paper comparable, with the name masked."""
    facts = certificate.facts
    if not facts:
        return _kept(certificate)
    return [
        (_("Name"), masked(facts["holder"]["name"])),
        *_common(certificate, facts),
    ]


def full(certificate: Certificate) -> list[Row]:
    """What the holder and the operator read: the paper's twin."""
    facts = certificate.facts
    if not facts:
        return _kept(certificate)
    holder = facts["holder"]
    rows: list[Row] = [(_("Name"), holder["name"])]
    if holder["latin_name"]:
        rows.append((_("Name in Latin letters"), holder["latin_name"]))
    if certificate.birth_date:
        rows.append((_("Date of birth"), dates.spoken(certificate.birth_date, words.language())))
    return rows + _common(certificate, facts)


def chosen(certificate: Certificate, fields: Collection[str]) -> list[Row]:
    """What a holder chose to show, beside what makes the paper findable: kind, number, day and issuer."""
    of_field = {
        Field.NAME: [_("Name"), _("Name in Latin letters")],
        Field.BIRTH_DATE: [_("Date of birth")],
        Field.COURSE: [_("Course"), _("Period")],
        Field.HOURS: [_("Hours")],
    }
    hidden = {label for field, labels in of_field.items() if field not in fields for label in labels}
    return [(label, value) for label, value in full(certificate) if label not in hidden]


def modules(certificate: Certificate) -> list[dict[str, str]]:
    """The second page: modules with their block and hours."""
    language = words.language()
    return [
        {
            "title": module[language] or module["ko"],
            "block": module[f"block_{language}"] or module["block_ko"],
            "theory": module["theory"],
            "practice": module["practice"],
            "total": module["total"],
        }
        for module in certificate.facts.get("modules", [])
    ]


def title(certificate: Certificate) -> str:
    """The paper's own title: 수료증."""
    design = certificate.facts.get("design")
    if design is None:
        return str(certificate.get_kind_display())
    return str(design[f"title_{words.language()}"])


def course(facts: dict[str, Any]) -> str:
    """Course and cohort: 배터리 셀 제조공정 실무 (1기)."""
    return course_in(facts, words.language())


def course_in(facts: dict[str, Any], language: str) -> str:
    name, cohort = facts["course"][language] or facts["course"]["ko"], facts["course"]["cohort"]
    return f"{name} (cohort {cohort})" if language == "en" else f"{name} ({cohort}기)"


def _kept(certificate: Certificate) -> list[Row]:
    """What the register still says after the content was erased."""
    language = words.language()
    rows: list[Row] = [
        (_("Certificate"), certificate.get_kind_display()),
        (_("Register number"), certificate.register_number),
        (_("Date of issue"), dates.spoken(certificate.issued_on, language)),
    ]
    if certificate.expires_on:
        rows.append((_("Valid until"), dates.spoken(certificate.expires_on, language)))
    erased = _("erased as the law on personal data asks; the paper itself says it")
    return [*rows, (_("Issuer"), certificate.complex.text("issuer")), (_("Name and content"), erased)]


def _common(certificate: Certificate, facts: dict[str, Any]) -> list[Row]:
    language = words.language()
    starts, ends = (date.fromisoformat(facts["course"][key]) for key in ("starts_on", "ends_on"))
    rows: list[Row] = [
        (_("Certificate"), facts["design"][f"title_{language}"]),
        (_("Register number"), certificate.register_number),
        (_("Course"), course(facts)),
        (_("Period"), dates.span(starts, ends, language)),
        (
            _("Course hours, planned") if "standing" in facts else _("Hours"),
            _("%(total)s hours (theory %(theory)s, practice %(practice)s)") % facts["hours"],
        ),
        (_("Date of issue"), dates.spoken(certificate.issued_on, language)),
    ]
    if "standing" in facts:
        said, day = facts["standing"][language], date.fromisoformat(facts["standing"]["as_of"])
        rows.append((_("Status"), _("%(said)s, as of %(day)s") % {"said": said, "day": dates.spoken(day, language)}))
    if facts.get("skills"):
        rows.append((_("Practical skills"), ", ".join(skill[language] or skill["ko"] for skill in facts["skills"])))
    if certificate.expires_on:
        rows.append((_("Valid until"), dates.spoken(certificate.expires_on, language)))
    return [*rows, (_("Issuer"), facts["issuer"][language] or facts["issuer"]["ko"])]
