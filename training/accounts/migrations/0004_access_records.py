"""Who looked at whose data, and the monthly look at those who looked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_asked_at'),
        ('core', '0005_owed_work_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('claim', 'claim about absence'), ('absence', 'paper that proves an absence'), ('application', 'application'), ('document', 'paper of an application'), ('answers', 'answers to a quiz'), ('answer_file', 'photo or paper as an answer'), ('skill_photo', 'photo of practical work'), ('attendance', 'attendance book'), ('grades', 'grades'), ('cards', 'cards with codes'), ('person', "a person's record"), ('certificate', 'certificate'), ('audit', 'records of changes'), ('sheet', 'sheet or export with names'), ('identity', 'identity kept apart'), ('request', 'request about personal data')], max_length=15, verbose_name='what')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('taken', models.BooleanField(verbose_name='downloaded')),
                ('reason', models.CharField(blank=True, choices=[('decision', 'To decide on it'), ('assessment', 'To assess or grade it'), ('report', 'To report to the ministry or the employment center'), ('requested', 'The person asked for it'), ('teaching', 'To hold the lesson or the exam'), ('inspection', 'Inspection or audit'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='in their words')),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
            ],
            options={
                'verbose_name': 'access record',
                'verbose_name_plural': 'access records',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['complex', 'at'], name='access_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='access_taken_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('reason', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='access_other_reason_in_words')],
            },
        ),
        migrations.CreateModel(
            name='AccessedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='accounts.accessrecord')),
            ],
            options={
                'verbose_name': 'person of an access record',
                'verbose_name_plural': 'people of access records',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('record', 'person'), name='access_person_once')],
            },
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('records', models.PositiveIntegerField(verbose_name='records looked through')),
                ('note', models.TextField(max_length=1000, verbose_name='what was found')),
                ('reviewed_at', models.DateTimeField()),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review of access',
                'verbose_name_plural': 'reviews of access',
                'ordering': ['-month'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'month'), name='access_month_reviewed_once')],
            },
        ),
        refused_by_the_database('accounts_accessrecord', 'A record of access is never changed or deleted.'),
        refused_by_the_database('accounts_accessedperson', 'A record of access is never changed or deleted.'),
        refused_by_the_database('accounts_accessreview', 'A review of access is never changed or deleted.'),
    ]
