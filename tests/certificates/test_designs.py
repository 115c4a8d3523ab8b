"""Designs: every change is the next version, and what was issued keeps the one it was issued with."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates import pdf
from certificates.models import Certificate, Design
from certificates.pdf import borders
from certificates.rules import looks
from certificates.services import designs, issuing, specimens
from certificates.services.refusals import Overtaken
from certificates.states import Border, DesignKind, Ink
from courses.services import authors
from tests import factories as ground
from tests.certificates import factories
from tests.certificates.samples import FACTS
from training.core.models import AuditEntry

NOW = ground.NOW
KIND = DesignKind.COMPLETION


def words_of(design: Design, **changed):
    return {name: getattr(design, name) for name in designs.SAID} | changed


def change(cast, seen: int, **changed) -> Design:
    base = Design.objects.of(cast.complex).in_use().filter(kind=KIND).first()
    base = base or designs.standard(cast.complex, kind=KIND)
    return designs.change(
        cast.complex, kind=KIND, words=words_of(base, **changed), seen=seen, by=cast.operator, now=NOW
    )


def test_each_change_is_the_next_version_and_nothing_is_one(cast):
    first = change(cast, 0)
    second = change(cast, 1, title_ko="교육 수료증", ink=Ink.GREEN)
    same = change(cast, 2)
    assert (first.version, second.version, same.pk) == (1, 2, second.pk)
    assert words_of(Design.objects.get(pk=first.pk))["title_ko"] == "수료증"
    assert designs.current(cast.complex, kind=KIND, now=NOW) == second
    trail = AuditEntry.objects.filter(action="designed").order_by("pk")
    assert [entry.to_state for entry in trail] == ["completion v1", "completion v2"]


def test_going_back_is_a_version_that_equals_the_old_one(cast):
    first = change(cast, 0)
    change(cast, 1, title_ko="교육 수료증")
    back = designs.change(cast.complex, kind=KIND, words=words_of(first), seen=2, by=cast.operator, now=NOW)
    assert (back.version, back.equals, words_of(back)) == (3, first, words_of(first))


def test_change_is_refused_where_another_version_came_meanwhile(cast):
    change(cast, 0)
    change(cast, 1, title_ko="하나")
    with pytest.raises(Overtaken):
        change(cast, 1, title_ko="둘")
    assert [row.version for row in Design.objects.filter(kind=KIND)] == [2, 1]


def test_version_is_refused_every_change_by_the_model_and_by_the_database(cast):
    design = change(cast, 0)
    with pytest.raises(TypeError):
        design.save()
    with pytest.raises(TypeError):
        design.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Design.objects.filter(pk=design.pk).update(title_ko="바뀜")
    design.refresh_from_db()
    assert design.title_ko == "수료증"


@pytest.mark.parametrize(
    "changed",
    [{"second_ko": "이사장"}, {"second_en": "Chair"}, {"second_seal": "인"}, {"validity_months": 0}],
    ids=["korean only", "english only", "seal only", "no months"],
)
def test_database_refuses_half_a_signatory_and_no_months(cast, changed):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(cast, 0, **changed)


def test_certificate_freezes_the_version_it_was_issued_with(drawn, cast):
    certificate = factories.issued(
        second_ko="한국전지연구조합 이사장", second_en="Chair", second_seal="조합인", border=Border.LINES, ink=Ink.PLUM,
        shows_birth_date=False, shows_skills=True,
    )  # fmt: skip
    assert certificate.facts["design"] == {
        "version": 1, "title_ko": "수료증", "title_en": "Certificate of Completion", "signatory_ko": "원장",
        "signatory_en": "President", "seal": "충북테크노파크의인", "second_ko": "한국전지연구조합 이사장",
        "second_en": "Chair", "second_seal": "조합인", "border": "lines", "ink": "plum",
        "shows": ["latin_name", "period", "hours", "skills", "modules"],
    }  # fmt: skip
    html = drawn[0].html
    assert ("1999년" in html, "한국전지연구조합" in html, "seal2.svg" in drawn[0].assets) == (False, True, True)
    assert drawn[0].assets["border.svg"] == borders.border(Border.LINES, Ink.PLUM)


def test_facts_from_before_there_were_choices_look_as_they_did():
    look = looks.of(FACTS)
    assert look == looks.Look("woven", "blue", "", "", "", frozenset(looks.USUAL))
    assert borders.border(look.border, look.ink) == pdf.page.art.border()


def test_each_border_and_ink_is_another_drawing():
    drawings = {borders.border(border, ink) for border in Border for ink in Ink}
    assert len(drawings) == len(Border) * len(Ink)
    assert [
        one for one in drawings if b"<text" in one or b"http" in one.replace(b"http://www.w3.org/2000/svg", b"")
    ] == []


def test_what_a_design_does_not_show_is_not_on_the_page():
    facts = FACTS | {"design": FACTS["design"] | {"shows": []}, "skills": [{"ko": "두께", "en": "Thickness"}]}
    html = pdf.compose(facts, code="0" * 20, birth_date=NOW.date(), address="https://x/verify/", sample=False).html
    assert [word for word in ("생년월일", "HONG", "2026년 9월", "총 16시간", "두께", "믹싱") if word in html] == []


def test_law_is_not_cited_on_a_paper_that_does_not_certify_completion(db):
    cohort = factories.finished_cohort(
        program__legal_basis_ko="제38조에 따라 수료", program__legal_basis_en="Completed"
    )
    paper = factories.intended(
        factories.completed(cohort), kind=DesignKind.PARTICIPATION, body_ko="이수함", body_en="Took part"
    )
    assert paper.facts["statement"] == {"ko": "이수함", "en": "Took part"}


# --- in the CMS ---------------------------------------------------------------------------------
@pytest.fixture
def operator(cast, client):
    authors.set_staff(cast.operator, cast.complex)
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(cast, seen: int = 0, **changed):
    """What a browser sends: a box that is not ticked is left out."""
    words = words_of(designs.standard(cast.complex, kind=KIND), **changed)
    return {name: value for name, value in words.items() if value not in (None, False)} | {"seen": seen}


ADDRESS = "/cms/certificate-designs/"


def test_operator_saves_a_version_and_finds_it_in_use(operator, cast):
    with translation.override("en"):
        response = operator.post(f"{ADDRESS}completion/", sent(cast, title_ko="교육 수료증", validity_months=24))
    saved = Design.objects.get()
    assert (response.status_code, response.url) == (302, ADDRESS)
    assert (saved.title_ko, saved.validity_months, saved.created_by, saved.version) == (
        "교육 수료증",
        24,
        cast.operator,
        1,
    )
    assert "교육 수료증" in operator.get(ADDRESS).content.decode()


def test_saving_over_another_version_is_refused_with_a_sentence(operator, cast):
    operator.post(f"{ADDRESS}completion/", sent(cast))
    response = operator.post(f"{ADDRESS}completion/", sent(cast, title_ko="다른"))
    assert (response.status_code, Design.objects.count()) == (409, 1)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("title_ko", "수료증😀", "U+1F600"), ("seal", "충북😀인", "U+1F600"), ("seal", "충 북", "U+0020"), ("body_en", "a\u202eb", "U+202E")],
)  # fmt: skip
def test_character_that_cannot_be_drawn_is_refused_by_name(operator, cast, field, value, named):
    response = operator.post(f"{ADDRESS}completion/", sent(cast, **{field: value}))
    assert (response.status_code, named in response.content.decode(), Design.objects.count()) == (422, True, 0)


def test_html_and_remote_images_in_words_are_letters(operator, cast):
    hostile = '<img src="http://evil.example/x.png">'
    operator.post(
        f"{ADDRESS}completion/", sent(cast, body_en=hostile, signatory_en=hostile, second_ko="가", second_en=hostile)
    )
    document = specimens.document(Design.objects.get(), program=None, now=NOW)
    assert (hostile in document.html, document.html.count("&lt;img src=")) == (False, 3)


def test_preview_is_the_page_of_what_stands_in_the_form_and_saves_nothing(operator, cast, monkeypatch):
    documents = []
    monkeypatch.setattr("certificates.views.designs.draw", lambda document: documents.append(document) or b"%PDF-1.7")
    program = ground.CohortFactory(
        complex=cast.complex,
        program__complex=cast.complex,
        program__legal_basis_ko="제38조에 따라",
        program__legal_basis_en="Under",
    ).program
    data = sent(cast, title_ko="미리 본 수료증") | {"program": program.pk}
    response = operator.post(f"{ADDRESS}completion/preview/", data)
    html = documents[0].html
    assert (response["Content-Type"], response.content, Design.objects.count()) == ("application/pdf", b"%PDF-1.7", 0)
    assert [
        piece for piece in ("미리 본 수료증", "견본 SAMPLE", "제0000-견본-0000호", "제38조에") if piece not in html
    ] == []
    assert (Certificate.objects.count(), "/verify/" in html) == (0, True)


def test_specimen_is_really_drawn(operator, cast):
    operator.post(f"{ADDRESS}enrollment/", sent(cast, title_ko="수강확인원"))
    data = operator.get(f"{ADDRESS}versions/{Design.objects.get().pk}/").content
    assert data.startswith(b"%PDF-")


def test_list_costs_the_same_for_one_and_for_three_versions(operator, cast):
    counts = []
    for seen in range(3):
        operator.post(f"{ADDRESS}completion/", sent(cast, seen, title_ko=f"수료증 {seen}"))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            operator.get(ADDRESS)
        counts.append(len(caught))
    assert counts[0] == counts[2]


def test_reissue_takes_the_version_in_use_and_leaves_the_old_paper(drawn, cast):
    old = factories.issued()
    designs.change(old.complex, kind=KIND, words=words_of(old.design, ink=Ink.PLUM), seen=1, by=cast.operator, now=NOW)
    new = factories.superseded(Certificate.objects.get(pk=old.pk)).superseded_by
    issuing.issue(new.pk, now=NOW)
    assert (old.facts["design"]["ink"], Certificate.objects.get(pk=new.pk).facts["design"]["ink"]) == ("blue", "plum")
