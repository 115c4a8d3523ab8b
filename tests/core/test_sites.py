"""Which site answers to a host: by our words as by Wagtail's own."""

import pytest
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from training.core import sites

ASKED = [(host, port) for host in ("a.kr", "b.kr", "c.kr") for port in ("80", "443")]
KEPT = [
    [("a.kr", 80, True), ("b.kr", 80, False)],
    [("a.kr", 80, True), ("b.kr", 80, False), ("b.kr", 8000, False)],
    [("a.kr", 8000, True), ("a.kr", 8001, False)],
    [("a.kr", 8000, False), ("a.kr", 8001, False)],
]


@pytest.mark.django_db
@pytest.mark.parametrize("kept", KEPT)
def test_the_site_is_the_one_that_wagtail_chooses(complex, kept):
    root = complex.site.root_page
    Site.objects.exclude(pk=complex.site_id).delete()
    Site.objects.filter(pk=complex.site_id).update(hostname="elsewhere.kr", is_default_site=False)
    made = [
        Site.objects.create(hostname=host, port=port, is_default_site=default, root_page=root)
        for host, port, default in kept
    ]
    found = {}
    for host, port in ASKED:
        answering = [site for site in made if site.hostname == host or site.is_default_site]
        found[host, port] = sites.choose(answering, host, port)
    assert found == {asked: _by_wagtail(*asked) for asked in ASKED}


def _by_wagtail(host: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None
