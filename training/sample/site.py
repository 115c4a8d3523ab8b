"""The sample complexes and their pages in both languages."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from training.core.models import Complex, HomePage, NoticeIndexPage, NoticePage, PolicyPage, StandardPage
from training.core.models.complexes import Brand
from training.sample import words, words_gyeonggi


@dataclass(frozen=True)
class Place:
    """What one sample complex is called, where it answers, and what its pages say."""

    key: str
    slug: str
    subdomain: str  # before the host of BASE_URL; empty for the first complex
    names: dict[str, str]
    issuers: dict[str, str]
    register_word: str
    phone: str
    email: str
    brand: str
    words: Any


CHUNGBUK = Place(
    key="chungbuk",
    slug="ochang",
    subdomain="",
    names={"ko": "오창 배터리 아카데미", "en": "Ochang Battery Academy"},
    issuers={"ko": "충북 이차전지 특화단지 훈련사업단", "en": "Chungbuk Secondary-Battery Complex Training Program"},
    register_word="충북",
    phone="043-000-0000",
    email="help@ochang.example",
    brand=Brand.CELL,
    words=words,
)
GYEONGGI = Place(
    key="gyeonggi",
    slug="gyeonggi",
    subdomain="gyeonggi.",
    names={"ko": "경기 반도체 특화단지", "en": "Gyeonggi Semiconductor Complex"},
    issuers={"ko": "경기 반도체 특화단지 훈련사업단", "en": "Gyeonggi Semiconductor Complex Training Program"},
    register_word="경기",
    phone="031-000-0000",
    email="help@gyeonggi.example",
    brand=Brand.CHIP,
    words=words_gyeonggi,
)


def complex_at_base_url(place: Place) -> Complex:
    """A sample complex, at the address of BASE_URL or a name below it; its home pages are made once."""
    address = urlsplit(settings.BASE_URL)
    host = place.subdomain + (address.hostname or "localhost")
    port = address.port or (443 if address.scheme == "https" else 80)
    existing = Complex.objects.filter(key=place.key).first()
    if existing:
        Site.objects.filter(pk=existing.site_id).update(hostname=host, port=port)
        return Complex.objects.select_related("site").get(pk=existing.pk)
    if not place.subdomain:
        _clear()
    site = Site.objects.create(
        hostname=host,
        port=port,
        root_page=_homes(place),
        is_default_site=not place.subdomain,
        site_name=place.names["en"],
    )
    return Complex.objects.create(
        key=place.key,
        site=site,
        name_ko=place.names["ko"],
        name_en=place.names["en"],
        issuer_ko=place.issuers["ko"],
        issuer_en=place.issuers["en"],
        register_word=place.register_word,
        support_phone=place.phone,
        support_email=place.email,
        brand=place.brand,
    )


def _clear() -> None:
    """Wagtail's own welcome page and site make room."""
    Site.objects.all().delete()
    for welcome in Page.objects.get(depth=1).get_children():
        welcome.delete()


def _homes(place: Place) -> HomePage:
    ko = Locale.objects.get_or_create(language_code="ko")[0]
    en = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(title=place.names["ko"], slug=place.slug, locale=ko, lead=place.words.LEAD["ko"])
    )
    root.add_child(
        instance=HomePage(
            title=place.names["en"],
            slug=f"{place.slug}-en",
            locale=en,
            lead=place.words.LEAD["en"],
            body=_process(place.words.PROCESS["en"]),
            translation_key=home.translation_key,
        )
    )
    return home


def _process(text: tuple[str, list[tuple[str, str, str]]]) -> str:
    """The home page's drawing of the process blocks."""
    title, steps = text
    items = [{"type": "item", "value": {"mark": mark, "name": name, "detail": detail}} for mark, name, detail in steps]
    return json.dumps([{"type": "process", "value": {"title": title, "steps": items}}])


def pages(complex: Complex, place: Place, *, today: date) -> None:
    """Notices, directions and the privacy policy, once."""
    home = complex.site.root_page.specific
    if NoticeIndexPage.objects.child_of(home).exists():
        return
    words = place.words
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
