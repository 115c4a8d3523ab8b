"""Links of holders and who looked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0007_notices'),
        ('core', '0005_owed_work_page'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='verification',
            name='question',
            field=models.CharField(choices=[('code', 'code'), ('file', 'file'), ('number', 'number'), ('name', 'name'), ('sheet', 'hiring sheet'), ('link', "the holder's link")], max_length=10, verbose_name='asked by'),
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=100, verbose_name='for whom')),
                ('fields', models.JSONField(verbose_name='what it shows')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='certificates.certificate')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'link of a holder',
                'verbose_name_plural': 'links of holders',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('part', models.CharField(choices=[('page', 'the page'), ('pdf', 'the PDF')], max_length=10, verbose_name='what was opened')),
                ('device', models.CharField(choices=[('phone', 'a phone or tablet'), ('computer', 'a computer'), ('program', 'a program, perhaps one that previews links')], max_length=10, verbose_name='with')),
                ('visitor', models.CharField(max_length=16)),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='certificates.disclosure')),
            ],
            options={
                'verbose_name': 'look at a link',
                'verbose_name_plural': 'looks at links',
                'ordering': ['disclosure', 'at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='disclosure_ends_after_it_is_made'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['disclosure', 'visitor', 'at'], name='look_by_visitor'),
        ),
    ]
