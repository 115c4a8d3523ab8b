"""Bring the data to where a start needs them: schema, cache table, sample academy. Started by bin/run."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from steps.ground import say, step


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training.settings")
    django.setup()
    for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)
    if settings.METRICS_DIR:
        for counted in Path(settings.METRICS_DIR).glob("*.db"):  # of processes that are gone
            counted.unlink()
    migrate()
    call_command("createcachetable", verbosity=0)
    if os.environ.get("SAMPLE") == "0":
        say("Starting without the sample academy.")
        return
    with step("Loading the sample academy"):
        call_command("sample_academy", verbosity=0)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Making the tables"):
            call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # bin/run, interrupted too, says so
