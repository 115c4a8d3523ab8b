"""Credentials, their status lists, and timestamps of checkpoints. Certificates from before keep none of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0002_public_log_signatures_status'),
        ('core', '0004_policy_editions_append_only'),
        ('enrollment', '0012_claims'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StatusMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveIntegerField(verbose_name='place in the status list')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'mark in a status list',
                'verbose_name_plural': 'marks in status lists',
                'ordering': ['status_list', 'index'],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='credential',
            field=models.TextField(blank=True, default='', help_text='As it was signed and embedded; can be erased.'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='credential_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_index',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='place in the status list'),
        ),
        migrations.CreateModel(
            name='HeadStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.BinaryField()),
                ('stamped_at', models.DateTimeField(verbose_name='time stamped')),
                ('authority', models.CharField(max_length=200, verbose_name='timestamp authority')),
                ('is_demonstration', models.BooleanField(verbose_name='of a demonstration authority')),
                ('head', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stamp', to='certificates.treehead')),
            ],
            options={
                'verbose_name': 'timestamp of a checkpoint',
                'verbose_name_plural': 'timestamps of checkpoints',
                'ordering': ['head'],
            },
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('issuer', models.CharField(help_text='The DID that its credentials bear.', max_length=300, verbose_name='issuer')),
                ('taken', models.PositiveIntegerField(default=0, verbose_name='places given')),
                ('version', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(blank=True, default='')),
                ('signed_version', models.PositiveIntegerField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'status list',
                'verbose_name_plural': 'status lists',
                'ordering': ['complex', 'number'],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_list',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='certificates.statuslist'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('status_list__isnull', False)), fields=('status_list', 'status_index'), name='certificate_status_index_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status_index', None), ('status_list', None)), models.Q(('status_index__isnull', False), ('status_list__isnull', False)), _connector='OR'), name='certificate_status_together'),
        ),
        migrations.AddField(
            model_name='statusmark',
            name='status_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='certificates.statuslist'),
        ),
        migrations.AddConstraint(
            model_name='statuslist',
            constraint=models.UniqueConstraint(fields=('complex', 'number'), name='status_list_number_once'),
        ),
        migrations.AddConstraint(
            model_name='statuslist',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', 131072)), name='status_list_not_overfull'),
        ),
        migrations.AddConstraint(
            model_name='statuslist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_version', None)), models.Q(('signed_at__isnull', False), ('signed_version__isnull', False), ('signed_version__lte', models.F('version'))), _connector='OR'), name='status_list_signed_together'),
        ),
        migrations.AddConstraint(
            model_name='statusmark',
            constraint=models.UniqueConstraint(fields=('status_list', 'index'), name='status_mark_once'),
        ),
        migrations.AddConstraint(
            model_name='statusmark',
            constraint=models.CheckConstraint(condition=models.Q(('index__lt', 131072)), name='status_mark_in_its_list'),
        ),
        refused_by_the_database('certificates_statusmark', 'It is only ever added to.'),
        refused_by_the_database('certificates_headstamp', 'It is only ever added to.'),
    ]
