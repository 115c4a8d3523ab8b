"""Who belongs where, who agreed to what, who looked at what.

Made whole from the steps it replaces; a database that took all of those has nothing to do.
"""

import django.db.models.deletion
import training.core.models.complexes
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database
from training.core.models.whole import WholeTables


class Migration(WholeTables):

    replaces = [('accounts', '0002_initial'), ('accounts', '0003_asked_at'), ('accounts', '0004_access_records'), ('accounts', '0005_requests'), ('accounts', '0006_breaches'), ('accounts', '0007_merges')]

    initial = True

    dependencies = [
        ('accounts', '0001_people'),
        ('core', '0001_complexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('what', models.CharField(choices=[('claim', 'claim about absence'), ('absence', 'paper that proves an absence'), ('application', 'application'), ('document', 'paper of an application'), ('answers', 'answers to a quiz'), ('answer_file', 'photo or paper as an answer'), ('skill_photo', 'photo of practical work'), ('attendance', 'attendance book'), ('grades', 'grades'), ('cards', 'cards with codes'), ('person', "a person's record"), ('certificate', 'certificate'), ('audit', 'records of changes'), ('sheet', 'sheet or export with names'), ('identity', 'identity kept apart'), ('request', 'request about personal data')], max_length=15, verbose_name='what')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('taken', models.BooleanField(verbose_name='downloaded')),
                ('reason', models.CharField(blank=True, choices=[('decision', 'To decide on it'), ('assessment', 'To assess or grade it'), ('report', 'To report to the ministry or the employment center'), ('requested', 'The person asked for it'), ('teaching', 'To hold the lesson or the exam'), ('inspection', 'Inspection or audit'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='in their words')),
                ('at', models.DateTimeField()),
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
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='accounts.accessrecord')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
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
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('records', models.PositiveIntegerField(verbose_name='records looked through')),
                ('note', models.TextField(max_length=1000, verbose_name='what was found')),
                ('reviewed_at', models.DateTimeField()),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review of access',
                'verbose_name_plural': 'reviews of access',
                'ordering': ['-month'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'month'), name='access_month_reviewed_once')],
            },
        ),
        migrations.CreateModel(
            name='BreachRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('title', models.CharField(max_length=150, verbose_name='what happened, in one line')),
                ('noticed_at', models.DateTimeField(verbose_name='noticed')),
                ('happened', models.TextField(max_length=2000, verbose_name='how it came about, as far as known')),
                ('items', models.CharField(max_length=500, verbose_name='which data')),
                ('people_count', models.PositiveIntegerField(verbose_name='how many people')),
                ('is_sensitive', models.BooleanField(default=False, verbose_name='health data or other sensitive data among it')),
                ('is_intrusion', models.BooleanField(default=False, verbose_name='somebody broke in from outside')),
                ('is_only_possible', models.BooleanField(default=False, verbose_name='not certain yet')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='reported to the authority')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='people told')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'breach',
                'verbose_name_plural': 'breaches',
                'ordering': ['-noticed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('noticed_at__lte', models.F('recorded_at'))), name='breach_noticed_before_recorded')],
            },
        ),
        migrations.CreateModel(
            name='BreachEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='accounts.breachrecord')),
                ('act', models.CharField(choices=[('noticed', 'noticed'), ('found', 'found out'), ('measure', 'measure taken'), ('reported', 'reported to the authority'), ('told', 'people told'), ('closed', 'closed')], max_length=10, verbose_name='kind')),
                ('text', models.TextField(max_length=2000, verbose_name='what')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entry about a breach',
                'verbose_name_plural': 'entries about breaches',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BreachPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.breachrecord')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'person of a breach',
                'verbose_name_plural': 'people of breaches',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('breach', 'person'), name='breach_person_told_once')],
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('key', models.SlugField(verbose_name='key')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('asked_at', models.CharField(choices=[('sign_up', 'at sign-up'), ('application', 'with an application'), ('sponsorship', 'with a sponsored seat')], default='sign_up', max_length=20, verbose_name='asked')),
                ('required', models.BooleanField(verbose_name='required')),
                ('title_ko', models.CharField(max_length=150)),
                ('title_en', models.CharField(max_length=150)),
                ('purpose_ko', models.TextField()),
                ('purpose_en', models.TextField()),
                ('items_ko', models.TextField()),
                ('items_en', models.TextField()),
                ('period_ko', models.TextField()),
                ('period_en', models.TextField()),
                ('refusal_ko', models.TextField()),
                ('refusal_en', models.TextField()),
                ('in_force_on', models.DateField()),
            ],
            options={
                'verbose_name': 'consent text',
                'verbose_name_plural': 'consent texts',
                'ordering': ['key', 'version'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'key', 'version'), name='consent_text_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
                ('consent_text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='accounts.consenttext')),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'consent_text'), name='consent_given_once')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': "copy of somebody's data",
                'verbose_name_plural': "copies of people's data",
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('erased_at', None), ('made_at', None)), fields=('complex', 'person'), name='data_export_made_one_at_a_time'), models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('path', ''), ('sha256', '')), _connector='OR'), name='data_export_erased_keeps_nothing')],
            },
        ),
        migrations.CreateModel(
            name='DifferentPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'two different people',
                'verbose_name_plural': 'pairs of different people',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'first', 'second'), name='different_people_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='different_people_in_order')],
            },
        ),
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_apart', to=settings.AUTH_USER_MODEL)),
                ('sealed', models.TextField(blank=True)),
                ('law', models.CharField(max_length=150, verbose_name='law')),
                ('until', models.DateField(verbose_name='kept until')),
                ('sealed_at', models.DateTimeField()),
                ('destroyed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'identity kept apart',
                'verbose_name_plural': 'identities kept apart',
                'ordering': ['until', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('destroyed_at', None), ('sealed', ''), _connector='OR'), name='kept_apart_destroyed_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('kind', models.CharField(choices=[('operator', 'program operator'), ('host', 'host institution'), ('association', 'industry association'), ('university', 'university'), ('institute', 'institute'), ('anchor', 'anchor company'), ('partner', 'partner company')], max_length=20, verbose_name='kind')),
                ('name_ko', models.CharField(max_length=150, verbose_name='name (Korean)')),
                ('name_en', models.CharField(max_length=150, verbose_name='name (English)')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ['name_ko', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'name_ko'), name='organization_name_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('admin', 'administrator'), ('operator', 'operator'), ('lead', 'curriculum lead'), ('instructor', 'instructor'), ('manager', "employer's manager")], max_length=20, verbose_name='role')),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('organization', 'user', 'role'), name='membership_held_once'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), ('revoked_at__isnull', False), _connector='OR'), name='membership_revoked_together')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('stays', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_into_me', to=settings.AUTH_USER_MODEL)),
                ('goes', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merged', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('moved', models.JSONField(default=dict)),
                ('merged_at', models.DateTimeField()),
                ('merged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'merge of two accounts',
                'verbose_name_plural': 'merges of accounts',
                'ordering': ['-merged_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stays', models.F('goes')), _negated=True), name='merge_of_two_accounts')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_requests', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('correction', 'correction'), ('erasure', 'erasure')], max_length=10, verbose_name='kind')),
                ('field', models.CharField(blank=True, choices=[('name', 'name'), ('latin_name', 'name in Latin letters'), ('birth_date', 'date of birth'), ('other', 'something else')], max_length=12, verbose_name='what')),
                ('value', models.CharField(blank=True, max_length=150, verbose_name='as it should be')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='why')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('accepted', 'accepted, being done'), ('done', 'done'), ('refused', 'refused'), ('withdrawn', 'taken back')], default='open', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(verbose_name='answer by')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('outcome', models.JSONField(blank=True, default=dict)),
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
                ('complex', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex')),
                ('rule', models.CharField(max_length=40, verbose_name='rule')),
                ('erased', models.PositiveIntegerField(verbose_name='erased')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'entry of the erasing log',
                'verbose_name_plural': 'entries of the erasing log',
                'ordering': ['-at', '-pk'],
            },
        ),
        refused_by_the_database('accounts_accessrecord', 'A record of access is never changed or deleted.'),
        refused_by_the_database('accounts_accessedperson', 'A record of access is never changed or deleted.'),
        refused_by_the_database('accounts_accessreview', 'A review of access is never changed or deleted.'),
        refused_by_the_database('accounts_retentionentry', 'The log of what was erased is never changed or deleted.'),
        refused_by_the_database('accounts_breachentry', 'The history of a breach is never changed or deleted.'),
        refused_by_the_database('accounts_breachperson', 'Who was told of a breach is never changed or deleted.'),
        refused_by_the_database('accounts_merge', 'The record of two merged accounts is never changed or deleted.'),
        refused_by_the_database('accounts_differentpeople', 'The word that two people are different is never changed or deleted.'),
    ]
