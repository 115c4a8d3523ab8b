"""Witnesses of the public log and what they signed."""

import django.db.models.deletion
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0011_hiring_sheets'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verifier', models.CharField(help_text='name+id+key, as the witness gives it.', max_length=300, verbose_name='verifier key')),
                ('address', models.URLField(help_text='Before /add-checkpoint.', max_length=300, verbose_name='address')),
                ('seen', models.PositiveBigIntegerField(default=0, verbose_name='last size it signed')),
                ('is_active', models.BooleanField(default=True, verbose_name='asked')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'witness',
                'verbose_name_plural': 'witnesses',
                'ordering': ['complex', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(max_length=600)),
                ('signed_at', models.DateTimeField(verbose_name='signed')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='certificates.treehead')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='certificates.witness')),
            ],
            options={
                'verbose_name': 'cosignature',
                'verbose_name_plural': 'cosignatures',
                'ordering': ['head', 'witness'],
            },
        ),
        migrations.AddConstraint(
            model_name='witness',
            constraint=models.UniqueConstraint(fields=('complex', 'verifier'), name='witness_once'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('head', 'witness'), name='cosignature_once'),
        ),
        refused_by_the_database('certificates_cosignature', 'It is only ever added to.'),
    ]
