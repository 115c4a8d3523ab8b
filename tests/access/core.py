"""Rules of the ground."""

from tests.access.rules import EVERYONE, Rule

RULES = {
    "core:healthz": Rule(lambda cast: "/healthz", EVERYONE),
    "core:manifest": Rule(lambda cast: "/manifest.webmanifest", EVERYONE),
    "core:readyz": Rule(lambda cast: "/readyz", EVERYONE),
    "core:language": Rule(lambda cast: "/language/", EVERYONE, method="post", data=lambda cast: {"language": "en"}),
    "core:styleguide": Rule(lambda cast: "/styleguide/", EVERYONE),
}
