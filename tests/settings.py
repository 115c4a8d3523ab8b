"""Settings of the tests: the project's own, told that this is a test, with a folder of its own."""

import os
from pathlib import Path

os.environ["TESTING"] = "1"
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from training.settings import *  # noqa: F403 - the environment comes first

CELERY_BROKER_URL = "memory://"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
