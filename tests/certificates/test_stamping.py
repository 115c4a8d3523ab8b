"""Each day's last checkpoint gets a timestamp of an authority that is not the log's own."""

import subprocess
from datetime import timedelta

import pytest

from certificates.models import HeadStamp, TreeHead
from certificates.services import stamping
from certificates.signing import stamps
from certificates.signing.keys import KeyMissing
from tests import factories as ground
from tests.certificates import factories
from tests.certificates.stamps import Authority
from training.core.models import Owed

pytestmark = pytest.mark.django_db
NOW = ground.NOW
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def keys_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def _keys(settings, keys_dir):
    settings.KEYS_DIR, settings.TIMESTAMP_URL = keys_dir, ""


@pytest.fixture
def cohort(drawn):
    return factories.finished_cohort()


def issue(cohort, *instants):
    for instant in instants:
        factories.issued(factories.completed(cohort), now=instant)


def owed():
    return sorted(int(row.subject) for row in Owed.objects.filter(kind=stamping.OWED))


def heads():
    return dict(TreeHead.objects.values_list("size", "pk"))


def test_last_checkpoint_of_each_day_that_is_over_is_owed_one_stamp_once(cohort):
    issue(cohort, NOW, NOW + timedelta(minutes=5), NOW + DAY, NOW + 3 * DAY)
    found = heads()
    stamping.owe_all(now=NOW + timedelta(hours=1))
    assert owed() == []
    for _ in range(2):
        stamping.owe_all(now=NOW + 3 * DAY)
    assert owed() == [found[2], found[3]]
    assert set(Owed.objects.filter(kind=stamping.OWED).values_list("complex", flat=True)) == {cohort.complex_id}
    stamping.stamp(found[3], now=NOW)
    stamping.owe_all(now=NOW + 4 * DAY)
    assert owed() == [found[2], found[3], found[4]]


def test_stamp_is_kept_once_and_says_whose_it_is(cohort):
    issue(cohort, NOW)
    for _ in range(2):
        stamping.stamp(heads()[1], now=NOW)
    kept = HeadStamp.objects.get()
    assert (kept.authority, kept.is_demonstration) == (stamps.DEMONSTRATION, True)
    note = TreeHead.objects.get().note.encode()
    trusted = stamps.roots(cohort.complex.key)
    assert stamps.checked(bytes(kept.token), note, roots=trusted).at == kept.stamped_at
    for token, data, roots in (
        (bytes(kept.token), note + b"x", trusted), (b"no", note, trusted), (bytes(kept.token), note, []),
        (bytes(kept.token)[:-1] + b"\\0", note, trusted),
    ):  # fmt: skip
        with pytest.raises(stamps.StampUnfit):
            stamps.checked(token, data, roots=roots)


def test_openssl_agrees_with_what_is_given_out(cohort, client, program, tmp_path):
    issue(cohort, NOW)
    stamping.stamp(heads()[1], now=NOW)
    for part in ("note", "token", "roots.pem"):
        (tmp_path / part).write_bytes(client.get(f"/log/stamp/1/{part}").content)
    asked = "ts -verify -data note -in token -token_in -CAfile roots.pem"
    done = subprocess.run(
        [program("openssl"), *asked.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Verification: OK" in done.stdout) == (0, True), done.stderr
    assert [client.get(f"/log/stamp/{name}").status_code for name in ("2/note", "1/x")] == [404, 404]


def test_log_page_says_since_when(cohort, client):
    issue(cohort, NOW)
    assert stamps.DEMONSTRATION not in client.get("/log/").content.decode()
    stamping.stamp(heads()[1], now=NOW)
    page = client.get("/log/", headers={"accept-language": "en"}).content.decode()
    assert (stamps.DEMONSTRATION in page, "/log/stamp/1/token" in page) == (True, True)


@pytest.fixture(scope="module")
def service():
    authority = Authority()
    yield authority
    authority.stop()


@pytest.mark.parametrize("broken", ["", "fault", "other nonce", "other bytes"])
def test_service_is_the_one_of_the_signatures_and_a_wrong_answer_is_not_kept(broken, service, cohort, settings):
    issue(cohort, NOW)
    settings.TIMESTAMP_URL, service.broken = service.url, broken
    trusted = settings.KEYS_DIR / cohort.complex.key / "stamp-roots"
    trusted.mkdir(exist_ok=True)
    (trusted / "root.pem").write_bytes(service.root)
    if broken:
        with pytest.raises(stamps.StampUnfit):
            stamping.stamp(heads()[1], now=NOW)
        assert HeadStamp.objects.count() == 0
    else:
        stamping.stamp(heads()[1], now=NOW)
        assert HeadStamp.objects.values_list("authority", "is_demonstration").get() == ("Stamp authority", False)


def test_no_service_is_said_where_none_may_be_made(cohort, settings):
    issue(cohort, NOW)
    settings.MAKE_KEYS = False
    with pytest.raises(KeyMissing, match="TIMESTAMP_URL"):
        stamping.stamp(heads()[1], now=NOW)
