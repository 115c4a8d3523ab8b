"""The sample complex and its pages in both languages."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from training.core.models import Complex, HomePage, NoticeIndexPage, NoticePage, PolicyPage, StandardPage
from training.sample import words


def complex_at_base_url() -> Complex:
    """The first complex, at the address of BASE_URL; its home pages are made once."""
    address = urlsplit(settings.BASE_URL)
    host, port = address.hostname or "localhost", address.port or (443 if address.scheme == "https" else 80)
    existing = Complex.objects.filter(key="chungbuk").select_related("site").first()
    if existing:
        Site.objects.filter(pk=existing.site_id).update(hostname=host, port=port)
        return Complex.objects.select_related("site").get(pk=existing.pk)
    home = _homes()
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname=host, port=port, root_page=home, is_default_site=True, site_name="Ochang Battery Academy"
    )
    return Complex.objects.create(
        key="chungbuk",
        site=site,
        name_ko="오창 배터리 아카데미",
        name_en="Ochang Battery Academy",
        issuer_ko="충북 이차전지 특화단지 훈련사업단",
        issuer_en="Chungbuk Secondary-Battery Complex Training Program",
        register_word="충북",
        support_phone="043-000-0000",
        support_email="help@ochang.example",
    )


def _homes() -> HomePage:
    ko = Locale.objects.get_or_create(language_code="ko")[0]
    en = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.objects.get(depth=1)
    for welcome in root.get_children():
        welcome.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(title="오창 배터리 아카데미", slug="ochang", locale=ko, lead=words.LEAD["ko"])
    )
    root.add_child(
        instance=HomePage(
            title="Ochang Battery Academy",
            slug="ochang-en",
            locale=en,
            lead=words.LEAD["en"],
            body=_process("en"),
            translation_key=home.translation_key,
        )
    )
    return home


def _process(language: str) -> str:
    """The home page's drawing of the four process blocks."""
    title, steps = words.PROCESS[language]
    items = [{"type": "item", "value": {"mark": mark, "name": name, "detail": detail}} for mark, name, detail in steps]
    return json.dumps([{"type": "process", "value": {"title": title, "steps": items}}])


def pages(complex: Complex, *, today: date) -> None:
    """Notices, directions and the privacy policy, once."""
    home = complex.site.root_page.specific
    if NoticeIndexPage.objects.child_of(home).exists():
        return
    homes = {"ko": home, "en": home.get_translation(Locale.objects.get(language_code="en"))}
    _both(homes, StandardPage, "about", words.ABOUT)
    _both(homes, StandardPage, "help", words.HELP)
    _both(homes, PolicyPage, "privacy", words.PRIVACY, in_force_on=today)
    indexes = _both(homes, NoticeIndexPage, "notices", words.NOTICES)
    for slug, notice in words.NOTICE_LIST.items():
        _both(indexes, NoticePage, slug, notice)


def _both(parents: dict[str, Any], model: Any, slug: str, text: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """One page per language, published, linked as translations of each other."""
    made: dict[str, Any] = {}
    for language, parent in parents.items():
        title, paragraphs = text[language]
        page = model(title=title, slug=slug, locale=parent.locale, show_in_menus=False, **fields)
        if made:
            page.translation_key = made["ko"].translation_key
        if paragraphs:
            page.body = json.dumps([{"type": "text", "value": "".join(f"<p>{line}</p>" for line in paragraphs)}])
        parent.add_child(instance=page)
        page.save_revision().publish()
        made[language] = page
    return made
