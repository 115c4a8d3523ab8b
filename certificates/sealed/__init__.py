"""A process of its own for sheets that strangers send: no Django, no secrets, no network names, limits on everything."""

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 1_000
