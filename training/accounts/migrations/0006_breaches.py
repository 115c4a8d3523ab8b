"""The register of breaches."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_requests'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='BreachRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, verbose_name='what happened, in one line')),
                ('noticed_at', models.DateTimeField(verbose_name='noticed')),
                ('happened', models.TextField(max_length=2000, verbose_name='how it came about, as far as known')),
                ('items', models.CharField(max_length=500, verbose_name='which data')),
                ('people_count', models.PositiveIntegerField(verbose_name='how many people')),
                ('is_sensitive', models.BooleanField(default=False, verbose_name='health data or other sensitive data among it')),
                ('is_intrusion', models.BooleanField(default=False, verbose_name='somebody broke in from outside')),
                ('is_only_possible', models.BooleanField(default=False, verbose_name='not certain yet')),
                ('recorded_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='reported to the authority')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='people told')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'breach',
                'verbose_name_plural': 'breaches',
                'ordering': ['-noticed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('noticed_at__lte', models.F('recorded_at'))), name='breach_noticed_before_recorded')],
            },
        ),
        migrations.CreateModel(
            name='BreachPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.breachrecord')),
            ],
            options={
                'verbose_name': 'person of a breach',
                'verbose_name_plural': 'people of breaches',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('breach', 'person'), name='breach_person_told_once')],
            },
        ),
        migrations.CreateModel(
            name='BreachEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('noticed', 'noticed'), ('found', 'found out'), ('measure', 'measure taken'), ('reported', 'reported to the authority'), ('told', 'people told'), ('closed', 'closed')], max_length=10, verbose_name='kind')),
                ('text', models.TextField(max_length=2000, verbose_name='what')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='accounts.breachrecord')),
            ],
            options={
                'verbose_name': 'entry about a breach',
                'verbose_name_plural': 'entries about breaches',
                'ordering': ['at', 'pk'],
            },
        ),
        refused_by_the_database('accounts_breachentry', 'The history of a breach is never changed or deleted.'),
        refused_by_the_database('accounts_breachperson', 'Who was told of a breach is never changed or deleted.'),
    ]
