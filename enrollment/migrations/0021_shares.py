"""Who agreed that the sponsoring employer sees their progress agreed to the employers that sponsor them now."""

from django.db import migrations


def name_the_employers(apps, schema_editor):
    Consent = apps.get_model("accounts", "Consent")
    Enrollment = apps.get_model("enrollment", "Enrollment")
    Share = apps.get_model("enrollment", "Share")
    standing = Consent.objects.filter(consent_text__key="sponsor", withdrawn_at=None)
    for consent in standing.order_by("pk"):
        sponsored = Enrollment.objects.filter(
            trainee=consent.user_id, complex=consent.complex_id, sponsor__isnull=False
        )
        for organization in sponsored.order_by("sponsor").values_list("sponsor", flat=True).distinct():
            Share.objects.create(
                complex_id=consent.complex_id,
                person_id=consent.user_id,
                organization_id=organization,
                consent=consent,
                given_at=consent.given_at,
            )


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0020_sponsored_seats")]

    operations = [migrations.RunPython(name_the_employers, migrations.RunPython.noop)]
