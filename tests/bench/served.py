"""The platform's own settings, with one more address that answers nothing: the base of `verification`."""

from training.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.served_urls"
