"""Organizations, demand and projects.

Made whole from the steps it replaces; a database that took all of those has nothing to do.
"""

import courses.models.indexing
import django.db.models.deletion
import training.core.models.complexes
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from training.core.models.whole import WholeTables


class Migration(WholeTables):

    replaces = [('consortium', '0001_initial'), ('consortium', '0002_organizations'), ('consortium', '0003_projects')]

    initial = True

    dependencies = [
        ('accounts', '0002_trust'),
        ('core', '0001_complexes'),
        ('courses', '0001_curriculum'),
        ('enrollment', '0001_training'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_agreements', to='accounts.organization')),
                ('kind', models.CharField(choices=[('mou', 'memorandum of understanding (MOU)'), ('training', 'training agreement (협약)'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('signed_on', models.DateField(verbose_name='signed')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='AgreementFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpeg', 'JPEG'), ('png', 'PNG')], max_length=4, verbose_name='file type')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=200)),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('erased_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='consortium.agreement')),
            ],
            options={
                'verbose_name': 'file of an agreement',
                'verbose_name_plural': 'files of agreements',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('name', ''), ('path', ''), ('sha256', '')), _connector='OR'), name='agreement_file_erased_keeps_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='accounts.organization')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('position', models.CharField(blank=True, max_length=100, verbose_name='position')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what for')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('email', ''), _negated=True), _connector='OR'), name='contact_can_be_reached')],
            },
        ),
        migrations.CreateModel(
            name='DemandGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('title', models.CharField(max_length=100, verbose_name='name of the group')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'group of demands',
                'verbose_name_plural': 'groups of demands',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='accounts.organization', verbose_name='organization')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.processblock', verbose_name='process block')),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.skill', verbose_name='skill')),
                ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                ('from_on', models.DateField(verbose_name='first day of the quarter')),
                ('level', models.CharField(choices=[('basic', 'basic'), ('intermediate', 'intermediate'), ('advanced', 'advanced')], max_length=12, verbose_name='level')),
                ('training_for', models.CharField(choices=[('staff', 'our own staff, under contract (재직자 위탁)'), ('hires', 'new hires (채용 예정자)')], max_length=6, verbose_name='for whom')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('stated_at', models.DateTimeField(verbose_name='stated')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_at', models.DateTimeField(verbose_name='deadline')),
                ('state', models.CharField(choices=[('stated', 'waits for an answer'), ('answered', 'answered'), ('planned', 'cohort planned'), ('declined', 'declined'), ('withdrawn', 'taken back')], default='stated', max_length=9, verbose_name='state')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='consortium.demandgroup')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='enrollment.cohort')),
            ],
            options={
                'verbose_name': 'demand',
                'verbose_name_plural': 'demands',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['complex', 'state', 'due_at'], name='demand_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='demand_for_somebody'), models.CheckConstraint(condition=models.Q(('from_on__day', 1), ('from_on__month__in', (1, 4, 7, 10))), name='demand_from_a_quarter_on'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ('answered', 'planned', 'declined'))), models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state', 'stated')), models.Q(('answered_at', None), ('answered_by', None), ('state', 'withdrawn')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state', 'withdrawn')), _connector='OR'), name='demand_answered_together'), models.CheckConstraint(condition=models.Q(models.Q(('cohort__isnull', False), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('cohort', None)), _connector='OR'), name='demand_planned_with_its_cohort'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'declined']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='demand_answered_in_words')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='introduction in one or two sentences')),
            ],
            options={
                'verbose_name': 'directory of organizations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OrganizationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(editable=False, max_length=2)),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='accounts.organization', verbose_name='organization')),
                ('lead', models.TextField(blank=True, verbose_name='its part in the program, in one or two sentences')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})}, verbose_name='more about the organization')),
            ],
            options={
                'verbose_name': 'page of an organization',
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization__isnull', False)), fields=('organization', 'language'), name='organization_page_once_per_language')],
            },
            bases=(courses.models.indexing.IndexedTogether, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('kind', models.CharField(choices=[('development', 'joint development'), ('training', 'joint training')], max_length=12, verbose_name='kind')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(max_length=150, verbose_name='title (English)')),
                ('summary_ko', models.TextField(max_length=2000, verbose_name='what it is about (Korean)')),
                ('summary_en', models.TextField(blank=True, max_length=2000, verbose_name='what it is about (English)')),
                ('results_ko', models.TextField(blank=True, max_length=4000, verbose_name='results (Korean)')),
                ('results_en', models.TextField(blank=True, max_length=4000, verbose_name='results (English)')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('is_public', models.BooleanField(default=False, verbose_name='shown to everybody once it is approved')),
                ('state', models.CharField(choices=[('idea', 'idea'), ('proposed', 'proposed'), ('approved', 'approved'), ('running', 'running'), ('done', 'done')], default='idea', max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partners', models.ManyToManyField(blank=True, related_name='projects', to='accounts.organization')),
                ('courses', models.ManyToManyField(blank=True, related_name='projects', to='courses.course')),
                ('skills', models.ManyToManyField(blank=True, related_name='projects', to='courses.skill')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('starts_on', None)), models.Q(('ends_on__gte', models.F('starts_on')), ('ends_on__isnull', False), ('starts_on__isnull', False)), _connector='OR'), name='project_period_together'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'running', 'done')), _negated=True), ('starts_on__isnull', False), _connector='OR'), name='project_approved_with_its_period'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('results_ko', ''), _negated=True), _connector='OR'), name='project_done_with_results')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
    ]
