"""What people ask about their data, copies made for them, what is kept apart, and what the daily erasing took."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_access_records'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "copy of somebody's data",
                'verbose_name_plural': "copies of people's data",
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('erased_at', None), ('made_at', None)), fields=('complex', 'person'), name='data_export_made_one_at_a_time'), models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('path', ''), ('sha256', '')), _connector='OR'), name='data_export_erased_keeps_nothing')],
            },
        ),
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField(blank=True)),
                ('law', models.CharField(max_length=150, verbose_name='law')),
                ('until', models.DateField(verbose_name='kept until')),
                ('sealed_at', models.DateTimeField()),
                ('destroyed_at', models.DateTimeField(blank=True, null=True)),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_apart', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'identity kept apart',
                'verbose_name_plural': 'identities kept apart',
                'ordering': ['until', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('destroyed_at', None), ('sealed', ''), _connector='OR'), name='kept_apart_destroyed_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'correction'), ('erasure', 'erasure')], max_length=10, verbose_name='kind')),
                ('field', models.CharField(blank=True, choices=[('name', 'name'), ('latin_name', 'name in Latin letters'), ('birth_date', 'date of birth'), ('other', 'something else')], max_length=12, verbose_name='what')),
                ('value', models.CharField(blank=True, max_length=150, verbose_name='as it should be')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='why')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('accepted', 'accepted, being done'), ('done', 'done'), ('refused', 'refused'), ('withdrawn', 'taken back')], default='open', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(verbose_name='answer by')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('outcome', models.JSONField(blank=True, default=dict)),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request about personal data',
                'verbose_name_plural': 'requests about personal data',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'erasure'), ('state__in', ['open', 'accepted'])), fields=('complex', 'person'), name='request_of_erasure_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='request_decided_together'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'withdrawn']), ('decided_at__isnull', False), _connector='OR'), name='request_answered_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='RetentionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40, verbose_name='rule')),
                ('erased', models.PositiveIntegerField(verbose_name='erased')),
                ('at', models.DateTimeField()),
                ('complex', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex')),
            ],
            options={
                'verbose_name': 'entry of the erasing log',
                'verbose_name_plural': 'entries of the erasing log',
                'ordering': ['-at', '-pk'],
            },
        ),
        refused_by_the_database('accounts_retentionentry', 'The log of what was erased is never changed or deleted.'),
    ]
