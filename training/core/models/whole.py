"""Tables of an app that are made in one go."""

from typing import Any

from django.db import migrations


class WholeTables(migrations.Migration):
    """A first migration, whose models are put together once, after the last, instead of anew after each.

    With some sixty related models that is a tenth of the work. It is for new tables only: an operation sees the state
    as it is after all of them.
    """

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
