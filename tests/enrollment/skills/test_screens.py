"""The bench, the matrix and a record as their instructors see them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.models import Cohort, SkillPhoto, SkillRecord
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.applications.test_uploads import SECRET, jpeg
from tests.enrollment.skills import build
from training.core.models import AuditEntry

MOMENT = "2026-11-24T10:00"


@pytest.fixture
def desk(cast, client):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    client.force_login(cast.instructor)
    return client


@pytest.fixture
def person(cast):
    return cast.cohort.enrollments.get(trainee=cast.trainee)


def bench(cast, skill):
    return reverse("enrollment:bench", args=[cast.cohort.pk, skill.pk])


def sheet(values, ticket="t", **more):
    typed = {f"typed-{person.pk}": value for person, value in values.items()}
    return {"ticket": ticket, "taken_at": MOMENT, "instrument": "MT-2", "place": "실습실", **typed, **more}


def refusals():
    rows = AuditEntry.objects.filter(action="assessment refused").order_by("pk")
    return [(entry.subject_type, entry.facts["why"]) for entry in rows]


def test_a_group_is_entered_confirmed_and_shown_in_the_matrix(cast, desk, person):
    skill = build.skill(cast.cohort)
    other = factories.EnrollmentFactory(cohort=cast.cohort, complex=cast.complex)
    page = bench(cast, skill)
    assert "70 ± 1.5 µm" in desk.get(page).content.decode()

    refused = desk.post(page, sheet({person: "68.4", other: "70"}))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "68.4 µm는 허용 범위(70 ± 1.5 µm)를 벗어났습니다." in text
    for shown in ('value="68.4"', 'value="70"', f'name="confirmed-{person.pk}"'):
        assert shown in text  # nothing typed is lost
    assert f'name="confirmed-{other.pk}"' not in text
    assert not SkillRecord.objects.exists()
    assert refusals() == []

    answer = desk.post(page, sheet({person: "68.4", other: "70"}, **{f"confirmed-{person.pk}": "on"}))
    assert answer["Location"] == f"{page}?page=1"
    assert [(r.enrollment, r.passed) for r in SkillRecord.objects.order_by("enrollment")] == [
        (person, False),
        (other, True),
    ]
    matrix = desk.get(reverse("enrollment:cohort_skills", args=[cast.cohort.pk])).content.decode()
    assert matrix.count("oc-stand-passed") == 2  # the key, and one person
    assert matrix.count("oc-stand-again") == 2


@pytest.mark.parametrize(("value", "kind"), [("70 kg", "WrongUnit"), ("1000", "Impossible"), ("두껍다", "Unreadable")])
def test_a_wrong_unit_and_an_impossible_value_are_refused_and_recorded(cast, desk, person, value, kind):
    skill = build.skill(cast.cohort)
    response = desk.post(bench(cast, skill), sheet({person: value}, **{f"confirmed-{person.pk}": "on"}))
    assert response.status_code == 422
    assert refusals() == [("courses.skill", kind)]
    assert not SkillRecord.objects.exists()


def test_an_empty_sheet_says_so(cast, desk, person):
    response = desk.post(bench(cast, build.skill(cast.cohort)), sheet({person: "  "}))
    assert (response.status_code, "적어도 한 사람" in response.content.decode()) == (422, True)


def test_somebody_not_cleared_has_no_field_and_is_not_taken(cast, desk, person):
    build.skill(cast.cohort, build.PPE, key="gear", is_safety=True)
    skill = build.skill(cast.cohort)
    text = desk.get(bench(cast, skill)).content.decode()
    assert ("안전 미이수" in text, f"typed-{person.pk}" in text) == (True, False)
    assert desk.post(bench(cast, skill), sheet({person: "70"})).status_code == 422
    assert not SkillRecord.objects.exists()


def test_ten_people_a_page_and_the_rest_on_the_next(cast, desk):
    factories.EnrollmentFactory.create_batch(10, cohort=cast.cohort, complex=cast.complex)
    page = bench(cast, build.skill(cast.cohort))
    assert [
        len(set(re.findall(r'name="typed-(\d+)"', desk.get(f"{page}?page={n}").content.decode()))) for n in (1, 2)
    ] == [10, 1]


def test_another_cohorts_instructor_is_refused_and_recorded(cast, desk, client, person):
    client.force_login(cast.other_instructor)
    assert client.post(bench(cast, build.skill(cast.cohort)), sheet({person: "70"})).status_code == 403
    assert refusals() == [("enrollment.cohort", "does not teach this cohort")]


def test_a_record_is_corrected_signed_and_pictured(
    cast, desk, client, person, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIVATE_ROOT = tmp_path
    skill = build.skill(cast.cohort, build.MOISTURE)
    desk.post(bench(cast, skill), sheet({person: "150"}))
    first = SkillRecord.objects.get()
    page = reverse("enrollment:skill_record", args=[first.pk])
    sign = reverse("enrollment:second_skill_record", args=[first.pk])
    assert "150 ppm" in desk.get(page).content.decode()

    assert desk.post(sign, {"agrees": "yes"}).status_code == 403
    assert refusals() == [("enrollment.skillrecord", "SameAssessor")]

    correction = {"ticket": "c", "typed": "0.016 percent", "confirmed": "on", "reason": ""}
    fix = reverse("enrollment:correct_skill_record", args=[first.pk])
    assert desk.post(fix, correction).status_code == 422
    assert desk.post(fix, correction | {"reason": "단위를 잘못 읽었습니다."}).status_code == 302
    second = SkillRecord.objects.get(replaces=first)
    assert str(second.value) == "160.00000"

    client.force_login(cast.operator)
    page = reverse("enrollment:skill_record", args=[second.pk])
    assert "제2평가자로 서명" in client.get(page).content.decode()
    sign = reverse("enrollment:second_skill_record", args=[second.pk])
    assert client.post(sign, {"agrees": "no", "remark": ""}).status_code == 409
    assert client.post(sign, {"agrees": "yes", "typed": "155"})["Location"] == page
    assert "155 ppm" in client.get(page).content.decode()

    add = reverse("enrollment:add_skill_photo", args=[second.pk])
    assert client.post(add, {"file": SimpleUploadedFile("a.jpg", b"no picture")}).status_code == 422
    assert client.post(add, {"file": SimpleUploadedFile("a.jpg", jpeg())}).status_code == 302
    shot = SkillPhoto.objects.get()
    address = reverse("enrollment:skill_photo", args=[shot.pk])
    answer = client.get(address)
    assert (answer.status_code, SECRET in answer.content, answer["Cache-Control"]) == (200, False, "private, no-store")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("enrollment:erase_skill_photo", args=[shot.pk])).status_code == 302
    assert client.get(address).status_code == 404
    assert list(tmp_path.rglob("*/*/*")) == []


@pytest.mark.parametrize("page", ["bench", "cohort_skills"])
def test_the_number_of_queries_does_not_grow_with_people(cast, desk, page, django_assert_max_num_queries):
    build.skill(cast.cohort, build.PPE, key="gear", is_safety=True)
    skill = build.skill(cast.cohort, build.PPE, key="gear-2", is_safety=True)
    address = bench(cast, skill) if page == "bench" else reverse("enrollment:cohort_skills", args=[cast.cohort.pk])

    def counted():
        for one in cast.cohort.enrollments.all():
            desk.post(bench(cast, skill), sheet({one: "2"}, ticket=f"t-{one.pk}"))
        with django_assert_max_num_queries(25) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    one = counted()
    factories.EnrollmentFactory.create_batch(2, cohort=cast.cohort, complex=cast.complex)
    assert counted() == one
