"""Reports: what is asked, what was submitted, and the rows it rests on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_trust'),
        ('consortium', '0002_events'),
        ('core', '0002_pages_and_mail'),
        ('courses', '0001_curriculum'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('since', models.DateField(verbose_name='first day')),
                ('until', models.DateField(verbose_name='last day')),
                ('unit', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('year', 'year')], max_length=7, verbose_name='cut into')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted')], default='draft', max_length=9, verbose_name='state')),
                ('made_at', models.DateTimeField()),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why it was corrected')),
                ('rule_version', models.PositiveSmallIntegerField(verbose_name='version of the rules')),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('source_sha256', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField(verbose_name='submitted')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='consortium.reportedition')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='consortium.report')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'edition of a report',
                'verbose_name_plural': 'editions of reports',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ReportSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('count', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('packed', models.BinaryField()),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='consortium.reportedition')),
            ],
            options={
                'verbose_name': 'source of a report',
                'verbose_name_plural': 'sources of reports',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='report_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='reportedition',
            constraint=models.UniqueConstraint(fields=('complex', 'number'), name='report_number_once'),
        ),
        migrations.AddConstraint(
            model_name='reportedition',
            constraint=models.UniqueConstraint(condition=models.Q(('replaces', None)), fields=('report',), name='report_first_once'),
        ),
        migrations.AddConstraint(
            model_name='reportedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('replaces', None)), models.Q(('replaces__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='report_correction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reportsource',
            constraint=models.UniqueConstraint(fields=('edition', 'kind'), name='report_source_kind_once'),
        ),
        refused_by_the_database('consortium_reportedition', 'A report that was submitted is never changed or deleted.'),
        refused_by_the_database('consortium_reportsource', 'What a report rests on is never changed or deleted.'),
    ]
