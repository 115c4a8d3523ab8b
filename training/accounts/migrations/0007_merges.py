"""Accounts of one person, merged."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_breaches'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='DifferentPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField()),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'two different people',
                'verbose_name_plural': 'pairs of different people',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'first', 'second'), name='different_people_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='different_people_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('moved', models.JSONField(default=dict)),
                ('merged_at', models.DateTimeField()),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('goes', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merged', to=settings.AUTH_USER_MODEL)),
                ('merged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stays', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_into_me', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'merge of two accounts',
                'verbose_name_plural': 'merges of accounts',
                'ordering': ['-merged_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stays', models.F('goes')), _negated=True), name='merge_of_two_accounts')],
            },
        ),
        refused_by_the_database('accounts_merge', 'The record of two merged accounts is never changed or deleted.'),
        refused_by_the_database('accounts_differentpeople', 'The word that two people are different is never changed or deleted.'),
    ]
