"""What a scan's device says of itself. The table is rebuilt on SQLite, so the triggers of 0004 are lifted and laid again."""

from importlib import import_module

from django.db import migrations, models


ledger = import_module("enrollment.migrations.0004_ledger_append_only")


class Migration(migrations.Migration):

    dependencies = [
        ('enrollment', '0013_submissions'),
    ]

    operations = [
        migrations.RunPython(ledger.lift, ledger.lay),
        migrations.AddField(
            model_name='attendanceevent',
            name='device_at',
            field=models.DateTimeField(editable=False, help_text='When the device says the scan was made; empty where it said nothing.', null=True, verbose_name="device's clock"),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='device_mark',
            field=models.CharField(blank=True, default='', editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name='attendanceevent',
            name='source',
            field=models.CharField(choices=[('qr', 'QR'), ('digits', 'typed digits'), ('roster', 'roster'), ('paper', 'paper sheet'), ('claim', 'approved claim'), ('import', 'import'), ('desk', "operator's desk")], max_length=10, verbose_name='source'),
        ),
        migrations.RunPython(ledger.lay, ledger.lift),
    ]
