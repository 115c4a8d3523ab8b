"""An S3-compatible store: its address, and how what stands there is led to."""

from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

FAULTS: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
PICTURES = "images/"


class Media(S3Storage):
    """What editors upload."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        if name.startswith(PICTURES):
            return settings.MEDIA_URL + quote(name)
        return str(super().url(name, *args, **kwargs))


def options(address: str, location: str) -> dict[str, Any]:
    """Of `s3://key:secret@host:port/bucket?region=…&tls=no`, what the storage of one prefix of the bucket takes."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    scheme = "http" if asked.get("tls") == ["no"] else "https"
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": f"{scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        "region_name": asked.get("region", ["us-east-1"])[0],
        "bucket_name": parts.path.strip("/"),
        "location": location,
        "addressing_style": "path",
        "signature_version": "s3v4",
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 60,
        "file_overwrite": location == "private",
    }


def make_bucket(address: str) -> bool:
    """Make the bucket unless it is there. True where it is there now."""
    asked = options(address, "")
    client = boto3.client(
        "s3",
        endpoint_url=asked["endpoint_url"],
        region_name=asked["region_name"],
        aws_access_key_id=asked["access_key"],
        aws_secret_access_key=asked["secret_key"],
    )
    try:
        client.head_bucket(Bucket=asked["bucket_name"])
    except ClientError:
        client.create_bucket(Bucket=asked["bucket_name"])
    return True
