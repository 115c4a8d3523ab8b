"""Text is compressed for whoever takes it so; a part of a file and what is small or no text stay as they are."""

import gzip

import pytest

pytestmark = pytest.mark.django_db
SHEET = "/static/core/css/tokens.css"


@pytest.mark.parametrize("address", ["/", SHEET])
def test_pages_and_sheets_are_compressed_for_whoever_takes_it_so(client, complex, address):
    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert (packed["Content-Encoding"], "Accept-Encoding" in packed["Vary"]) == ("gzip", True)
    unpacked, whole = gzip.decompress(packed.getvalue()), plain.getvalue()
    assert len(packed.getvalue()) < len(whole) / 2
    assert unpacked == whole or address == "/"  # a page carries a token of its own


@pytest.mark.parametrize(
    ("address", "more", "status"),
    [(SHEET, {"range": "bytes=0-999"}, 206), ("/healthz", {}, 200), ("/no-such-page/", {}, 404)],
)
def test_parts_of_files_and_what_is_no_page_stay_as_they_are(client, complex, address, more, status):
    answer = client.get(address, headers={"accept-encoding": "gzip", **more})

    assert (answer.status_code, "Content-Encoding" in answer) == (status, False)
