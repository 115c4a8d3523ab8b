"""Records of access may be destroyed when they are two years old."""

from django.db import migrations

from training.core.models.appended import refused_by_the_database

REFUSAL = "A record of access is never changed or deleted."
DAYS = 730


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_at_events"),
    ]

    operations = [
        refused_by_the_database("accounts_accessrecord", REFUSAL, until_old=('OLD."at"', DAYS)),
        refused_by_the_database(
            "accounts_accessedperson",
            REFUSAL,
            until_old=('(SELECT r."at" FROM accounts_accessrecord r WHERE r.id = OLD.record_id)', DAYS),
        ),
    ]
