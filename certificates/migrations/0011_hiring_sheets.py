"""Hiring sheets, erased when their time is over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0010_disclosures'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='HiringSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('asker', models.CharField(max_length=64)),
                ('input_sha256', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('erase_at', models.DateTimeField(verbose_name='erased')),
                ('table_sealed', models.TextField()),
                ('columns', models.JSONField(verbose_name='how its columns are read')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked')),
                ('lines', models.PositiveIntegerField(default=0, verbose_name='lines')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='lines answered')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('answers_sealed', models.TextField(blank=True, default='')),
                ('log_size', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='entries of the log')),
                ('log_root', models.CharField(blank=True, default='', max_length=44)),
                ('paper_sealed', models.TextField(blank=True, default='')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'hiring sheet',
                'verbose_name_plural': 'hiring sheets',
                'ordering': ['-sent_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('erase_at__gt', models.F('sent_at'))), name='sheet_is_erased_later'), models.CheckConstraint(condition=models.Q(models.Q(('answers_sealed', ''), ('checked_at', None), ('paper_sealed', '')), models.Q(('asked_at__isnull', False), ('checked_at__isnull', False), models.Q(('answers_sealed', ''), _negated=True)), _connector='OR'), name='sheet_checked_has_answers')],
            },
        ),
    ]
