"""The places of live lesson pages (LessonPlace), kept by triggers on what they are copied from."""

from django.db import migrations, models

from courses.models.places import lay_in_migration, lift_in_migration


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_skills"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="LessonPlace",
            fields=[
                ("page_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("lesson_id", models.BigIntegerField()),
                ("course_id", models.BigIntegerField()),
                ("complex_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=2)),
                ("is_preview", models.BooleanField()),
                ("title", models.CharField(max_length=255)),
                ("course_order", models.IntegerField()),
                ("module_order", models.IntegerField()),
                ("lesson_order", models.IntegerField()),
            ],
            options={"verbose_name": "place of a lesson", "verbose_name_plural": "places of lessons"},
        ),
        migrations.RunPython(lay_in_migration, lift_in_migration),
    ]
