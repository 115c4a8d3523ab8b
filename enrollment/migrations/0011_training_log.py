"""Training logs and closed unit periods; both are only ever added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_policy_editions_append_only'),
        ('enrollment', '0010_surveys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('taught', models.TextField(max_length=2000, verbose_name='what was taught')),
                ('lessons', models.JSONField(default=list, help_text='As they were called when this was written.', verbose_name='lessons')),
                ('present', models.PositiveIntegerField(verbose_name='present')),
                ('people', models.PositiveIntegerField(verbose_name='in training')),
                ('remarks', models.TextField(blank=True, max_length=1000, verbose_name='remarks')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='logs', to='enrollment.session')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'training log',
                'verbose_name_plural': 'training logs',
                'ordering': ['session', 'number'],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='training_log_number_once'), models.CheckConstraint(condition=models.Q(('present__lte', models.F('people'))), name='training_log_present_among_people')],
            },
        ),
        migrations.CreateModel(
            name='UnitClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='unit period')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('evidence', models.JSONField(verbose_name='what it rests on')),
                ('evidence_sha256', models.CharField(max_length=64)),
                ('closed_at', models.DateTimeField(verbose_name='closed')),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_closings', to='enrollment.cohort')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'closed unit period',
                'verbose_name_plural': 'closed unit periods',
                'ordering': ['cohort', 'number'],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'number'), name='unit_closed_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='unit_ends_after_start')],
            },
        ),
        refused_by_the_database('enrollment_traininglog', 'A training log is only ever added to.'),
        refused_by_the_database('enrollment_unitclosing', 'A closing is only ever added to.'),
    ]
