"""Where live lesson pages stand, in one table: what a search must know of each hit without joining five."""

from typing import Any

from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _


class LessonPlace(models.Model):
    """A live page of a lesson: its title, its place in the courses, and by which right it may be found.

    Only the database writes here: triggers on pages, lessons, modules and courses (migration 0007) keep each line in
    step in the transaction of the change, so what is published is found at once, whoever published it and by which way.
    A line is a copy: what is shown of a hit is read from the rows themselves, and the right to read is asked there again.
    """

    page_id = models.BigIntegerField(primary_key=True)
    lesson_id = models.BigIntegerField()
    course_id = models.BigIntegerField()
    complex_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    is_preview = models.BooleanField()
    title = models.CharField(max_length=255)
    course_order = models.IntegerField()
    module_order = models.IntegerField()
    lesson_order = models.IntegerField()

    class Meta:
        verbose_name = _("place of a lesson")
        verbose_name_plural = _("places of lessons")

    def __str__(self) -> str:
        return f"{self.language} {self.title}"


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
"""  # noqa: S608 - names of this module only
GONE = "DELETE FROM courses_lessonplace WHERE page_id = %s"


def _differs(*names: str) -> str:
    """Whether one of the columns changed; no value of theirs is -1."""
    return " OR ".join(f'COALESCE(OLD."{name}", -1) <> COALESCE(NEW."{name}", -1)' for name in names)


# Name, table, event, condition, statements.
TRIGGERS: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("made", "courses_lessonpage", "INSERT", "", [WRITE % "page.page_ptr_id = NEW.page_ptr_id"]),
    (
        "turned",
        "courses_lessonpage",
        "UPDATE",
        f"{_differs('lesson_id')} OR OLD.language <> NEW.language",
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
        f"OLD.is_preview <> NEW.is_preview OR {_differs('order', 'module_id', 'complex_id')}",
        [WRITE % "lesson.id = NEW.id"],
    ),
    ("module", "courses_module", "UPDATE", _differs("order", "course_id"), [WRITE % "module.id = NEW.id"]),
    ("course", "courses_course", "UPDATE", _differs("order"), [WRITE % "course.id = NEW.id"]),
)


def lift(execute: Any, vendor: str) -> None:
    """Take the triggers off. `execute` runs one statement."""
    for name, table, _event, _when, _statements in TRIGGERS:
        if vendor == "sqlite":
            execute(f"DROP TRIGGER IF EXISTS lesson_place_{name}")
        else:
            execute(f"DROP TRIGGER IF EXISTS lesson_place_{name} ON {table}")
            execute(f"DROP FUNCTION IF EXISTS lesson_place_{name}")


def lay(execute: Any, vendor: str) -> None:
    """Lay the triggers, and write every line anew."""
    lift(execute, vendor)
    for name, table, event, when, statements in TRIGGERS:
        condition = f"WHEN ({when})" if when else ""
        head = f"CREATE TRIGGER lesson_place_{name} AFTER {event} ON {table} FOR EACH ROW {condition}"
        body = "; ".join(statements)
        if vendor == "sqlite":
            execute(f"{head} BEGIN {body}; END")
        else:
            execute(
                f"CREATE FUNCTION lesson_place_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$"
            )
            execute(f"{head} EXECUTE FUNCTION lesson_place_{name}()")
    execute("DELETE FROM courses_lessonplace")
    execute(WRITE % "true")


def lay_in_migration(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For PostgreSQL. SQLite rebuilds a table to change it, which a trigger that names the table forbids: there they
    are off while migrations run (courses.receivers)."""
    if schema_editor.connection.vendor == "postgresql":
        lay(schema_editor.execute, "postgresql")


def lift_in_migration(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lift(schema_editor.execute, schema_editor.connection.vendor)


def off_while_migrating() -> None:
    """On SQLite, before migrations run."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            lift(cursor.execute, "sqlite")


def on_after_migrating() -> None:
    """On SQLite, once they have run, if this table is among what they made."""
    if connection.vendor == "sqlite" and LessonPlace._meta.db_table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            lay(cursor.execute, "sqlite")
