"""The places of live lesson pages (LessonPlace), kept by triggers on what they are copied from.

SQLite loses a table's triggers when a later migration rebuilds it: that migration calls `lay` again. The test
`test_every_way_to_change_a_lesson_reaches_its_place` fails where one is missing.
"""

from django.db import migrations, models

COLUMNS = (
    "page_id, lesson_id, course_id, complex_id, language, is_preview, title, course_order, module_order, lesson_order"
)
WRITE = f"""
    INSERT INTO courses_lessonplace ({COLUMNS})
    SELECT page.page_ptr_id, lesson.id, module.course_id, lesson.complex_id, page.language, lesson.is_preview,
      base.title, course."order", module."order", lesson."order"
    FROM courses_lessonpage page JOIN wagtailcore_page base ON base.id = page.page_ptr_id
    JOIN courses_lesson lesson ON lesson.id = page.lesson_id JOIN courses_module module ON module.id = lesson.module_id
    JOIN courses_course course ON course.id = module.course_id
    WHERE base.live AND %s
    ON CONFLICT (page_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])}
"""
GONE = "DELETE FROM courses_lessonplace WHERE page_id = %s"


def differs(*names):
    """Whether one of the columns changed; no value of theirs is -1."""
    return " OR ".join(f'COALESCE(OLD."{name}", -1) <> COALESCE(NEW."{name}", -1)' for name in names)


# Name, table, event, condition, statements.
TRIGGERS = (
    ("made", "courses_lessonpage", "INSERT", "", [WRITE % "page.page_ptr_id = NEW.page_ptr_id"]),
    (
        "turned",
        "courses_lessonpage",
        "UPDATE",
        f"{differs('lesson_id')} OR OLD.language <> NEW.language",
        [f"{GONE % 'NEW.page_ptr_id'} AND NEW.lesson_id IS NULL", WRITE % "page.page_ptr_id = NEW.page_ptr_id"],
    ),
    ("gone", "courses_lessonpage", "DELETE", "", [GONE % "OLD.page_ptr_id"]),
    (
        "published",
        "wagtailcore_page",
        "UPDATE",
        "OLD.live <> NEW.live OR OLD.title <> NEW.title",
        [f"{GONE % 'NEW.id'} AND NOT NEW.live", WRITE % "page.page_ptr_id = NEW.id"],
    ),
    (
        "lesson",
        "courses_lesson",
        "UPDATE",
        f"OLD.is_preview <> NEW.is_preview OR {differs('order', 'module_id', 'complex_id')}",
        [WRITE % "lesson.id = NEW.id"],
    ),
    ("module", "courses_module", "UPDATE", differs("order", "course_id"), [WRITE % "module.id = NEW.id"]),
    ("course", "courses_course", "UPDATE", differs("order"), [WRITE % "course.id = NEW.id"]),
)


def lift(apps, schema_editor):
    """Take the triggers off, for a migration that must rebuild one of the tables."""
    for name, table, _event, _when, _statements in TRIGGERS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS lesson_place_{name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS lesson_place_{name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS lesson_place_{name}")


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    for name, table, event, when, statements in TRIGGERS:
        condition = f"WHEN ({when})" if when else ""
        head = f"CREATE TRIGGER lesson_place_{name} AFTER {event} ON {table} FOR EACH ROW {condition}"
        body = "; ".join(statements)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"{head} BEGIN {body}; END")
        else:
            schema_editor.execute(
                f"CREATE FUNCTION lesson_place_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$"
            )
            schema_editor.execute(f"{head} EXECUTE FUNCTION lesson_place_{name}()")


def fill(apps, schema_editor):
    schema_editor.execute(WRITE % "true")


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
        migrations.RunPython(lay, lift),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
