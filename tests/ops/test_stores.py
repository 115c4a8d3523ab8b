"""Files in an S3-compatible store: whole or not at all, private ones without any address, others by links of a minute."""

import os
import subprocess
import sys

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto import mock_aws

from enrollment.services import private_files
from training.core import health, s3, stores

URL = "s3://a-key:a%2Fsecret@s3.amazonaws.com/ochang?region=us-east-1"


@pytest.fixture
def bucket(settings, monkeypatch):
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a-key", aws_secret_access_key="x")
        client.create_bucket(Bucket="ochang")
        settings.STORAGE_URL = URL
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {"BACKEND": "training.core.s3.Media", "OPTIONS": s3.options(URL, "media")},
            "private": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3.options(URL, "private")},
        }
        monkeypatch.setattr(stores, "FAULTS", s3.FAULTS)
        yield client


def keys(client) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket="ochang").get("Contents", [])]


def test_address_of_a_store_is_read_whole():
    found = s3.options("s3://id:p%40ss%2F@minio:9000/files?region=kr&tls=no", "private")
    asked = {name: found[name] for name in ("access_key", "secret_key", "endpoint_url", "region_name", "bucket_name")}
    assert asked == {
        "access_key": "id",
        "secret_key": "p@ss/",
        "endpoint_url": "http://minio:9000",
        "region_name": "kr",
        "bucket_name": "files",
    }
    assert (found["location"], found["default_acl"], found["querystring_expire"]) == ("private", None, 60)


def test_private_files_go_into_the_store_and_come_back_the_same(bucket):
    path = private_files.keep("claims/1", b"a paper")
    assert keys(bucket) == [f"private/{path}"]
    assert private_files.read(path, "0" * 64) is None
    assert stores.read(path) == b"a paper"
    stores.write(path, b"another")
    assert (stores.read(path), len(keys(bucket))) == (b"another", 1)
    private_files.remove(path)
    private_files.remove(path)
    assert keys(bucket) == []


def test_what_is_missing_is_an_os_error_as_on_a_disk(bucket):
    with pytest.raises(OSError, match=r"."):
        stores.read("claims/1/none")


def test_a_private_file_cannot_be_read_without_a_signature(bucket):
    path = private_files.keep("claims/1", b"a paper")
    acl = bucket.get_object_acl(Bucket="ochang", Key=f"private/{path}")["Grants"]
    assert [grant["Permission"] for grant in acl if grant["Grantee"]["Type"] == "Group"] == []


def test_documents_are_led_to_by_links_of_a_minute_and_pictures_by_our_own_address(bucket):
    media = storages["default"]
    document = media.save("documents/a.pdf", ContentFile(b"%PDF-1.7"))
    picture = media.save("images/가.png", ContentFile(b"png"))
    link = media.url(document)
    assert link.startswith("https://s3.amazonaws.com/ochang/media/documents/a.pdf?")
    assert "X-Amz-Expires=60&" in link
    assert "X-Amz-Signature=" in link
    assert media.url(picture) == "/media/images/%EA%B0%80.png"


@pytest.mark.django_db
def test_pictures_are_shown_from_the_store_and_nothing_beside_them(bucket, complex, client):
    storages["default"].save("images/a.png", ContentFile(b"png"))
    storages["default"].save("documents/a.pdf", ContentFile(b"%PDF"))
    shown = client.get("/media/images/a.png")
    assert (shown.status_code, b"".join(shown.streaming_content), shown["Content-Type"]) == (200, b"png", "image/png")
    assert client.get("/media/images/none.png").status_code == 404
    assert client.get("/media/images/../documents/a.pdf").status_code == 404


def test_readiness_tries_the_store_out(bucket):
    assert (health._storage(), keys(bucket)) == ("ok", [])
    bucket.delete_bucket(Bucket="ochang")
    assert health._said(health._storage) == "does not answer"


def test_storage_is_chosen_by_its_address(tmp_path, settings):
    code = (
        "import os; from django.core.files.storage import storages as s; "
        "print(type(s['default']).__name__, type(s['private']).__name__)"
    )
    env = {**os.environ, "TESTING": "1", "VAR_DIR": str(tmp_path), "STORAGE_URL": URL}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.returncode) == ("Media S3Storage", 0), done.stderr
    assert {type(storages["default"]).__name__} == {"FileSystemStorage"}
