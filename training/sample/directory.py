"""The public directory of the sample: a page for each organization, and what was agreed with the invented partners."""

from datetime import date, timedelta
from typing import Any

from training.accounts.models import Organization
from training.accounts.states import OrganizationKind
from training.consortium.models import Agreement, OrganizationIndexPage, OrganizationPage
from training.consortium.services import agreements
from training.consortium.services.agreements import Card, Terms
from training.consortium.states import AgreementKind
from training.core import clock
from training.core.models import Complex

INDEX = {
    "ko": ("함께하는 기관", "특화단지의 훈련을 함께 만드는 기관과 기업입니다."),
    "en": ("Organizations", "Who makes the training of this complex together."),
}
NAMED = {
    "ko": "이차전지 특화단지 추진단에 함께한다고 2021년 10월 27일에 보도된 기관입니다.",
    "en": "Named in the press on 27 October 2021 as a member of the complex's promotion group.",
}
INVENTED = {"ko": "견본을 위해 지어낸 협력기업입니다.", "en": "A partner company invented for this sample."}
CARD = Card("배협력", "인사팀", "043-000-0001", "hr@ochang.example", "훈련 인원 협의")


def pages(complex: Complex, members: dict[str, Organization], *, said: dict[str, str] = NAMED) -> None:
    """Once, in both languages, under the home pages; `said` stands under whoever is no invented partner."""
    homes = {page.locale.language_code: page for page in complex.site.root_page.get_translations(inclusive=True)}
    made: dict[str, Any] = {}
    for language in ("ko", "en"):
        title, lead = INDEX[language]
        index = OrganizationIndexPage(title=title, lead=lead, slug="organizations", locale=homes[language].locale)
        made[language] = _added(homes[language], index, made.get("ko"))
    for key, organization in members.items():
        korean = _page(made["ko"], organization, "ko", key, None, said)
        _page(made["en"], organization, "en", key, korean, said)


def _page(index: Any, organization: Organization, language: str, slug: str, korean: Any, said: dict[str, str]) -> Any:
    title = organization.name_ko if language == "ko" else organization.name_en
    lead = (INVENTED if organization.kind == OrganizationKind.PARTNER else said)[language]
    page = OrganizationPage(title=title, slug=slug, lead=lead, organization=organization, locale=index.locale)
    return _added(index, page, korean)


def _added(parent: Any, page: Any, korean: Any) -> Any:
    if korean is not None:
        page.translation_key = korean.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def agreed(members: dict[str, Organization], *, by: Any, now: Any) -> None:
    """With the invented partners: one agreement ends soon, one stands."""
    today = clock.day_of(now, members["partner"].complex.zone)
    _agreement(members["partner"], today - timedelta(days=700), today + timedelta(days=31), by=by, now=now)
    _agreement(members["partner2"], today - timedelta(days=90), today + timedelta(days=640), by=by, now=now)
    agreements.add_contact(members["partner2"], CARD, by=by, now=now)


def _agreement(organization: Organization, first: date, last: date, *, by: Any, now: Any) -> Agreement:
    terms = Terms(AgreementKind.TRAINING, "재직자 위탁훈련 협약", first - timedelta(days=7), first, last)
    return agreements.record(organization, terms, by=by, now=now)
