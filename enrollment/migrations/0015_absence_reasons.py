"""Reasons for recognized absence become data of a policy version; re-checks stand beside the ledger."""

import django.db.models.deletion
import enrollment.models.programs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_policy_editions_append_only'),
        ('enrollment', '0014_device_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('until_at', models.DateTimeField(verbose_name='until')),
            ],
            options={
                'verbose_name': 're-check',
                'verbose_name_plural': 're-checks',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RecheckCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='scanned')),
            ],
            options={
                'verbose_name': 'call of a re-check',
                'verbose_name_plural': 'calls of re-checks',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='policy_percent_at_most_100',
        ),
        migrations.AddField(
            model_name='policyversion',
            name='absence_least_days',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='absences are recognized in courses of so many days and more'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='absence_reasons',
            field=models.JSONField(default=enrollment.models.programs.shipped_reasons, help_text='By reason: calendar days on end at most, 0 for as many as needed. What is not listed is not recognized.', verbose_name='reasons for recognized absence'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='illness_percent',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='illness: at most this share of all days (%)'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='leave_months',
            field=models.PositiveSmallIntegerField(default=6, verbose_name='leave: in courses of so many months and more'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('completion_percent__lte', 100), ('illness_percent__lte', 100), ('minimum_day_percent__lte', 100), ('unit_absence_percent__lte', 100)), name='policy_percent_at_most_100'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recheck',
            name='complex',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='enrollment.session'),
        ),
        migrations.AddField(
            model_name='recheckcall',
            name='complex',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex'),
        ),
        migrations.AddField(
            model_name='recheckcall',
            name='enrollment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrollment.enrollment'),
        ),
        migrations.AddField(
            model_name='recheckcall',
            name='recheck',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='enrollment.recheck'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('asked_at'))), name='recheck_lasts'),
        ),
        migrations.AddConstraint(
            model_name='recheckcall',
            constraint=models.UniqueConstraint(fields=('recheck', 'enrollment'), name='recheck_calls_once'),
        ),
    ]
