"""The public log, signed checkpoints and what else a certificate is proven by; log lines and files are only ever added.

The database refuses to change or delete a line of the log or a stored file. On SQLite the test flush deletes rows, so the
triggers for DELETE look for a table that only the test database has. SQLite loses triggers when a later migration rebuilds
a table: such a migration must call `lay` again.
"""

import django.db.models.deletion
from django.db import migrations, models


TABLES = ("certificates_logentry", "certificates_treehead", "certificates_certificatefile")
SAYS = "It is only ever added to."


def _sqlite(table):
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
        f"""
        CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        WHEN NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_may_be_emptied')
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """,
    )


def _postgresql(table):
    return (
        f"""
        CREATE OR REPLACE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuses()
        """,
    )


def lift(apps, schema_editor):
    """Take the triggers off, for a migration that must rebuild a table."""
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuses")


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    statements = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for table in TABLES:
        for statement in statements(table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0001_initial'),
        ('core', '0004_policy_editions_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificate',
            name='content_commitment',
            field=models.CharField(default='', help_text='Of the content, under the code; for the log.', max_length=64),
        ),
        migrations.AddField(
            model_name='certificatefile',
            name='is_demonstration',
            field=models.BooleanField(default=False, verbose_name='signed by a demonstration authority'),
        ),
        migrations.AddField(
            model_name='certificatefile',
            name='signer',
            field=models.CharField(blank=True, help_text='As its certificate says.', max_length=200, verbose_name='signed by'),
        ),
        migrations.AddField(
            model_name='certificatefile',
            name='signer_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='certificatefile',
            name='stamped_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='time stamped'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='failure',
            field=models.CharField(blank=True, choices=[('engine', 'The PDF engine is not installed on this machine. Run `make run` or install Pango.'), ('fonts', 'The fonts are not installed on this machine. Install the package fonts-nanum.'), ('timeout', 'Drawing the page took too long and was stopped.'), ('died', 'The drawing process ended unexpectedly.'), ('refused', 'The page could not be drawn.'), ('storage', 'The file could not be stored. Check the disk.'), ('key', 'The signing key is missing or has expired. Put a valid one into the folder of keys.'), ('timestamp', 'The timestamp service does not answer or answers wrongly. Nothing weaker is issued.'), ('signature', 'The signature did not hold when it was read again. Nothing was issued.'), ('decision', 'The completion decision is no longer in force. Void this number.'), ('erased', 'The code or birth date was erased before the page was drawn. Void this number.'), ('other', 'Something else went wrong; the technical log says more.')], max_length=10, verbose_name='why not yet'),
        ),
        migrations.AlterField(
            model_name='verification',
            name='question',
            field=models.CharField(choices=[('code', 'code'), ('file', 'file'), ('number', 'number'), ('name', 'name')], max_length=10, verbose_name='asked by'),
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(help_text='The name in its checkpoints.', max_length=200, verbose_name='origin')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='entries')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'public log',
                'verbose_name_plural': 'public logs',
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveBigIntegerField(verbose_name='index')),
                ('event', models.CharField(choices=[('issue', 'issued'), ('extend', 'signature extended'), ('supersede', 'superseded'), ('revoke', 'revoked')], max_length=10, verbose_name='event')),
                ('text', models.TextField()),
                ('nodes', models.BinaryField()),
                ('at', models.DateTimeField(verbose_name='at')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='certificates.certificate')),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='certificates.log')),
            ],
            options={
                'verbose_name': 'log entry',
                'verbose_name_plural': 'log entries',
                'ordering': ['log', 'index'],
            },
        ),
        migrations.CreateModel(
            name='TreeHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField(verbose_name='entries')),
                ('root', models.BinaryField()),
                ('note', models.TextField()),
                ('signed_at', models.DateTimeField(verbose_name='signed')),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='certificates.log')),
            ],
            options={
                'verbose_name': 'checkpoint',
                'verbose_name_plural': 'checkpoints',
                'ordering': ['log', '-size'],
            },
        ),
        migrations.AddConstraint(
            model_name='log',
            constraint=models.UniqueConstraint(fields=('complex',), name='log_once_per_complex'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.UniqueConstraint(fields=('log', 'index'), name='log_entry_index_once'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.UniqueConstraint(condition=models.Q(('event', 'extend'), _negated=True), fields=('certificate', 'event'), name='log_entry_event_once'),
        ),
        migrations.AddConstraint(
            model_name='treehead',
            constraint=models.UniqueConstraint(fields=('log', 'size'), name='tree_head_size_once'),
        ),
        migrations.RunPython(lay, lift),
    ]
