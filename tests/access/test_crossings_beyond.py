"""What the table of routes does not hold: Wagtail's admin, pictures, documents, and what opens by a secret alone.

Whoever holds every role of the second complex tries the first's; at each host.
"""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.services import authors, trees
from enrollment.services import kiosks
from tests import factories
from tests.access.kiosks import kiosk
from tests.access.test_crossings import HERE, THERE, lasting_two, of_every_role, signed_in, two  # noqa: F401 - fixtures
from tests.courses.secrets import hide
from tests.courses.test_leaks import RISKY, addresses, leaks, searches
from training.core import clock
from training.core.models import Complex

WORD = "farsecret"


def of_the_cms(host: str) -> Client:
    return Client(headers={"host": host})


@pytest.mark.django_db
@pytest.mark.parametrize("host", [HERE, THERE])
def test_staff_of_the_second_meet_nothing_of_the_first_in_the_cms(complex, host):
    second = factories.site_of("gyeonggi", THERE, name_ko="경기 단지", name_en="Gyeonggi", word="경기")
    secret = hide(factories.CourseFactory(complex=complex, title_ko=f"{WORD} title"), WORD)
    person = of_every_role(second)
    own = factories.CourseFactory(complex=second)
    authors.set_authors(own, [person], publish=True)
    authors.set_staff(person, second)
    tried = addresses(secret) if host == THERE else [*addresses(secret, only=RISKY), *searches(secret)]
    assert leaks(of_the_cms(host), person, [secret], set(tried)) == {}


# By the rule's name: what opens at the first's host to whoever holds its every role, by a secret or a number.
OPEN = [
    "enrollment:own_feed",
    "enrollment:timetable_feed",
    "consortium:event_ticket",
    "consortium:event_calendar",
    "consortium:event",
    "certificates:link",
    "certificates:link_pdf",
    "certificates:sheet_result",
    "certificates:verify_json",
    "certificates:verify_proof",
    "certificates:log_entries",
    "certificates:log_tile",
    "certificates:stamp",
    "certificates:status_list",
]


def test_what_opens_by_a_secret_or_number_opens_at_its_own_host_alone(two):  # noqa: F811 - the fixture
    at_home = {name: signed_in(two.ours, HERE).get(two.addresses[name]).status_code for name in OPEN}
    away = {name: signed_in(two.theirs, THERE).get(two.addresses[name]).status_code for name in OPEN}
    assert (at_home, away) == (dict.fromkeys(OPEN, 200), dict.fromkeys(OPEN, 404))


def test_a_device_of_the_first_is_no_kiosk_of_the_second(two):  # noqa: F811
    venue = kiosk(two.cast).venue
    _made, token = kiosks.start(two.cast.complex, venue=venue, room=None, by=two.ours, now=clock.now())
    found = {}
    for host in (HERE, THERE):
        device = Client(headers={"host": host})
        device.cookies["kiosk"] = token
        found[host] = device.get("/kiosk/").status_code
    assert found[HERE] == 200
    assert found[THERE] in {403, 404}


@pytest.mark.parametrize("address", ["/search/?q={}", "/en/search/?q={}", "/courses/?q={}"])
def test_search_finds_nothing_of_the_first_at_the_seconds_host(two, address):  # noqa: F811
    answer = signed_in(two.theirs, THERE).get(address.format("갑단지의")).content.decode()
    assert "갑단지의 글" not in answer


def stood(complex: Complex, folder: str) -> tuple[str, str]:
    """A picture and a document in a folder of a complex, and their addresses."""
    place = trees.collection_of_complex(complex)
    if folder == "course":
        place = trees.collection_of(factories.CourseFactory(complex=complex, key="with-files"))
    image = get_image_model().objects.create(title="a", file=get_test_image_file(), collection=place)
    paper = get_document_model().objects.create(title="a", file=ContentFile(b"%PDF-1.7", "a.pdf"), collection=place)
    return image.get_rendition("max-40x40").url, paper.url


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["complex", "course"])
def test_pictures_and_documents_are_shown_at_the_host_of_their_complex_alone(complex, client, folder):
    second = factories.site_of("gyeonggi", THERE, name_ko="경기 단지", name_en="Gyeonggi", word="경기")
    picture, paper = stood(complex, folder)
    theirs, their_paper = stood(second, folder)
    hosts = {one: [client.get(one, headers={"host": host}).status_code for host in (HERE, THERE)]
             for one in (picture, theirs, paper, their_paper)}  # fmt: skip
    closed = 302 if folder == "course" else None  # a course's documents are for its people
    assert hosts[picture] == [200, 404]
    assert hosts[theirs] == [404, 200]
    assert hosts[paper] == [closed or hosts[paper][0], 404]
    assert hosts[their_paper] == [404, closed or hosts[their_paper][1]]
    assert 404 not in {hosts[paper][0], hosts[their_paper][1]}
