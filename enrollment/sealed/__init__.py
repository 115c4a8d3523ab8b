"""A process of its own for files that strangers send: no Django, no secrets, no network names, limits on everything."""

MOST_BYTES = 5 * 1024 * 1024
