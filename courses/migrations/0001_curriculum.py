"""The curriculum, its questions and its skills.

Made whole from the steps it replaces; a database that took all of those has nothing to do.
"""

import courses.blocks.drawn
import courses.models.indexing
import django.core.validators
import django.db.models.deletion
import modelsearch.index
import training.core.models.complexes
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from courses.models.places import lay_in_migration, lift_in_migration
from training.core.models.appended import refused_by_the_database
from training.core.models.whole import WholeTables


class Migration(WholeTables):

    replaces = [('courses', '0001_initial'), ('courses', '0002_editions_append_only'), ('courses', '0003_terms_and_drawn_blocks'), ('courses', '0004_drawings_and_equipment'), ('courses', '0005_questions'), ('courses', '0006_skills'), ('courses', '0007_search_index'), ('courses', '0008_question_figures')]

    initial = True

    dependencies = [
        ('accounts', '0001_people'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('core', '0001_complexes'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.SlugField(verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(max_length=150, verbose_name='title (English)')),
                ('summary_ko', models.TextField(blank=True, verbose_name='outcome in one sentence (Korean)')),
                ('summary_en', models.TextField(blank=True, verbose_name='outcome in one sentence (English)')),
                ('outcomes_ko', models.TextField(blank=True, verbose_name='outcomes, one a line (Korean)')),
                ('outcomes_en', models.TextField(blank=True, verbose_name='outcomes, one a line (English)')),
                ('audience_ko', models.TextField(blank=True, verbose_name='who may apply (Korean)')),
                ('audience_en', models.TextField(blank=True, verbose_name='who may apply (English)')),
                ('authors', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
                ('collection', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'key'), name='course_key_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='CourseIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'course catalog',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(editable=False, max_length=2)),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='courses.course', verbose_name='course')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})}, verbose_name='more about the course')),
            ],
            options={
                'verbose_name': 'course page',
                'constraints': [models.UniqueConstraint(condition=models.Q(('course__isnull', False)), fields=('course', 'language'), name='course_page_once_per_language')],
            },
            bases=(courses.models.indexing.IndexedTogether, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.SlugField(verbose_name='key')),
                ('name_ko', models.CharField(max_length=80, verbose_name='name (Korean)')),
                ('name_en', models.CharField(max_length=80, verbose_name='name (English)')),
                ('purpose_ko', models.TextField(max_length=600, verbose_name='what it does (Korean)')),
                ('purpose_en', models.TextField(max_length=600, verbose_name='what it does (English)')),
                ('safety_ko', models.TextField(blank=True, max_length=600, verbose_name='what can hurt (Korean)')),
                ('safety_en', models.TextField(blank=True, max_length=600, verbose_name='what can hurt (English)')),
            ],
            options={
                'verbose_name': 'equipment',
                'verbose_name_plural': 'equipment',
                'ordering': ['name_ko', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'key'), name='one_equipment_per_key')],
            },
            bases=(courses.models.indexing.IndexedTogether, modelsearch.index.Indexed, training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='ProcessBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='courses.course')),
                ('key', models.SlugField(verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('mark', models.CharField(choices=[('circle', 'circle'), ('square', 'square'), ('hexagon', 'hexagon'), ('diamond', 'diamond')], max_length=10, verbose_name='mark')),
                ('title_ko', models.CharField(max_length=60, verbose_name='title (Korean)')),
                ('title_en', models.CharField(max_length=60, verbose_name='title (English)')),
            ],
            options={
                'verbose_name': 'process block',
                'verbose_name_plural': 'process blocks',
                'ordering': ['course', 'order'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='process_block_key_once'), models.UniqueConstraint(fields=('course', 'order'), name='process_block_order_once'), models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 4)), name='process_block_one_of_four')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Module',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='courses.course')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='courses.processblock')),
                ('key', models.SlugField(verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(max_length=150, verbose_name='title (English)')),
                ('summary_ko', models.TextField(blank=True, verbose_name='summary (Korean)')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('outcomes_ko', models.TextField(blank=True, verbose_name='outcomes, one a line (Korean)')),
                ('outcomes_en', models.TextField(blank=True, verbose_name='outcomes, one a line (English)')),
                ('outline_ko', models.TextField(blank=True, verbose_name='planned lessons, one a line (Korean)')),
                ('outline_en', models.TextField(blank=True, verbose_name='planned lessons, one a line (English)')),
                ('theory_hours', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='theory hours')),
                ('practice_hours', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='practice hours')),
            ],
            options={
                'verbose_name': 'module',
                'verbose_name_plural': 'modules',
                'ordering': ['course', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='module_key_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='courses.module')),
                ('key', models.SlugField(verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='title (English)')),
                ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes to read')),
                ('theory_hours', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='theory hours')),
                ('practice_hours', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, verbose_name='practice hours')),
                ('is_preview', models.BooleanField(default=False, verbose_name='open to everyone')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'ordering': ['module', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('module', 'key'), name='lesson_key_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='LessonEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='courses.lesson')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('number', models.PositiveIntegerField(verbose_name='edition')),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.TextField()),
                ('title', models.CharField(max_length=250)),
                ('translates', models.CharField(blank=True, max_length=64, verbose_name='hash of the Korean edition it translates')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lesson edition',
                'verbose_name_plural': 'lesson editions',
                'ordering': ['lesson', 'language', 'number'],
                'constraints': [models.UniqueConstraint(fields=('lesson', 'language', 'number'), name='edition_number_once')],
            },
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(editable=False, max_length=2)),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='courses.lesson', verbose_name='lesson')),
                ('summary', models.TextField(blank=True, verbose_name='summary in one sentence')),
                ('objectives', models.TextField(blank=True, verbose_name='objectives, one a line')),
                ('body', wagtail.fields.StreamField([('text', 0), ('table', 2), ('parameters', 12), ('hazard', 20), ('steps', 26), ('equation', 33), ('worked', 39), ('defect', 43), ('check', 50), ('calculator', 53), ('plot', 55), ('process_step', 61), ('figure', 67), ('drawing', 73), ('video', 78), ('document', 81), ('equipment', 84), ('references', 86)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'h4', 'bold', 'italic', 'superscript', 'subscript', 'code', 'ol', 'ul', 'blockquote', 'hr', 'link', 'document-link'], 'label': 'text', 'template': 'courses/blocks/text.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'code'], 'label': 'text'}), 2: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 1)]], {'label': 'table', 'template': 'courses/blocks/table.html'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 500, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 500, 'required': True}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'symbol', 'max_length': 500, 'required': False}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'range', 'max_length': 500, 'required': True}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'unit', 'max_length': 500, 'required': False}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'why it matters', 'max_length': 3000, 'required': False, 'rows': 2}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 500, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('name', 4), ('symbol', 5), ('range', 6), ('unit', 7), ('why', 8), ('source', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'label': 'parameters', 'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('caption', 3), ('rows', 11)]], {}), 13: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('danger', 'Danger'), ('warning', 'Warning')], 'label': 'signal word'}), 14: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': [('GHS01', 'explosive (GHS01)'), ('GHS02', 'flammable (GHS02)'), ('GHS03', 'oxidizing (GHS03)'), ('GHS04', 'gas under pressure (GHS04)'), ('GHS05', 'corrosive (GHS05)'), ('GHS06', 'toxic (GHS06)'), ('GHS07', 'harmful or irritating (GHS07)'), ('GHS08', 'health hazard (GHS08)'), ('GHS09', 'dangerous to the environment (GHS09)')], 'label': 'GHS classes', 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 500, 'required': True}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'text', 'max_length': 3000, 'required': True, 'rows': 2}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'item', 'max_length': 500, 'required': True}), 18: ('wagtail.blocks.ListBlock', (17,), {'default': [], 'label': 'protective equipment'}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'first aid', 'max_length': 3000, 'required': False, 'rows': 2}), 20: ('wagtail.blocks.StructBlock', [[('signal', 13), ('ghs', 14), ('title', 15), ('text', 16), ('ppe', 18), ('first_aid', 19), ('source', 9)]], {}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'what to do', 'max_length': 3000, 'required': True, 'rows': 2}), 22: ('wagtail.blocks.TextBlock', (), {'label': 'check mark', 'max_length': 3000, 'required': False, 'rows': 2}), 23: ('wagtail.blocks.TextBlock', (), {'label': 'caution', 'max_length': 3000, 'required': False, 'rows': 2}), 24: ('wagtail.blocks.StructBlock', [[('text', 21), ('check', 22), ('caution', 23)]], {}), 25: ('wagtail.blocks.ListBlock', (24,), {'label': 'steps', 'min_num': 1}), 26: ('wagtail.blocks.StructBlock', [[('title', 15), ('steps', 25)]], {}), 27: ('wagtail.blocks.TextBlock', (), {'label': 'formula (LaTeX)', 'max_length': 3000, 'required': True, 'rows': 2}), 28: ('wagtail.blocks.TextBlock', (), {'label': 'the formula in words', 'max_length': 3000, 'required': True, 'rows': 2}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'symbol', 'max_length': 500, 'required': True}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'meaning', 'max_length': 500, 'required': True}), 31: ('wagtail.blocks.StructBlock', [[('symbol', 29), ('meaning', 30), ('unit', 7)]], {}), 32: ('wagtail.blocks.ListBlock', (31,), {'default': [], 'label': 'where'}), 33: ('wagtail.blocks.StructBlock', [[('latex', 27), ('reading', 28), ('where', 32)]], {}), 34: ('wagtail.blocks.TextBlock', (), {'label': 'given', 'max_length': 3000, 'required': True, 'rows': 2}), 35: ('wagtail.blocks.ListBlock', (34,), {'default': [], 'label': 'given'}), 36: ('wagtail.blocks.TextBlock', (), {'label': 'step', 'max_length': 3000, 'required': True, 'rows': 2}), 37: ('wagtail.blocks.ListBlock', (36,), {'label': 'steps', 'min_num': 1}), 38: ('wagtail.blocks.TextBlock', (), {'label': 'result', 'max_length': 3000, 'required': True, 'rows': 2}), 39: ('wagtail.blocks.StructBlock', [[('title', 15), ('given', 35), ('steps', 37), ('result', 38), ('source', 9)]], {}), 40: ('wagtail.blocks.TextBlock', (), {'label': 'looks like', 'max_length': 3000, 'required': True, 'rows': 2}), 41: ('wagtail.blocks.TextBlock', (), {'label': 'cause', 'max_length': 3000, 'required': True, 'rows': 2}), 42: ('wagtail.blocks.TextBlock', (), {'label': 'how it is detected', 'max_length': 3000, 'required': True, 'rows': 2}), 43: ('wagtail.blocks.StructBlock', [[('name', 4), ('looks_like', 40), ('cause', 41), ('detection', 42), ('action', 21), ('source', 9)]], {}), 44: ('wagtail.blocks.TextBlock', (), {'label': 'question', 'max_length': 3000, 'required': True, 'rows': 2}), 45: ('wagtail.blocks.TextBlock', (), {'label': 'answer', 'max_length': 3000, 'required': True, 'rows': 2}), 46: ('wagtail.blocks.BooleanBlock', (), {'label': 'this is the right one', 'required': False}), 47: ('wagtail.blocks.TextBlock', (), {'label': 'what to say to it', 'max_length': 3000, 'required': False, 'rows': 2}), 48: ('wagtail.blocks.StructBlock', [[('text', 45), ('right', 46), ('feedback', 47)]], {}), 49: ('wagtail.blocks.ListBlock', (48,), {'label': 'answers', 'min_num': 2}), 50: ('wagtail.blocks.StructBlock', [[('question', 44), ('choices', 49)]], {}), 51: ('wagtail.blocks.ChoiceBlock', [], {'choices': courses.blocks.drawn.calculators, 'label': 'calculator'}), 52: ('wagtail.blocks.TextBlock', (), {'label': 'what to try with it', 'max_length': 3000, 'required': False, 'rows': 2}), 53: ('wagtail.blocks.StructBlock', [[('key', 51), ('intro', 52)]], {}), 54: ('wagtail.blocks.ChoiceBlock', [], {'choices': courses.blocks.drawn.plots, 'label': 'plot'}), 55: ('wagtail.blocks.StructBlock', [[('key', 54)]], {}), 56: ('wagtail.blocks.CharBlock', (), {'label': 'step', 'max_length': 500, 'required': True}), 57: ('wagtail.blocks.CharBlock', (), {'label': 'goes in', 'max_length': 500, 'required': True}), 58: ('wagtail.blocks.TextBlock', (), {'label': 'what is done', 'max_length': 3000, 'required': True, 'rows': 2}), 59: ('wagtail.blocks.CharBlock', (), {'label': 'comes out', 'max_length': 500, 'required': True}), 60: ('wagtail.blocks.CharBlock', (), {'label': 'checked by', 'max_length': 500, 'required': False}), 61: ('wagtail.blocks.StructBlock', [[('name', 56), ('goes_in', 57), ('done', 58), ('comes_out', 59), ('checked_by', 60)]], {}), 62: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 63: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 64: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 65: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 66: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: CC BY 4.0.', 'label': 'licence', 'max_length': 500, 'required': False}), 67: ('wagtail.blocks.StructBlock', [[('image', 62), ('alt', 63), ('caption', 64), ('credit', 65), ('licence', 66)]], {}), 68: ('wagtail.blocks.CharBlock', (), {'label': 'name of the file', 'max_length': 500, 'required': True}), 69: ('courses.blocks.pictures.SourceBlock', (), {'help_text': 'Drawings are changed in the curriculum files.', 'label': 'drawing', 'rows': 4}), 70: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 500}), 71: ('wagtail.blocks.CharBlock', (), {'label': 'credit', 'max_length': 500, 'required': False}), 72: ('wagtail.blocks.CharBlock', (), {'label': 'licence', 'max_length': 500, 'required': False}), 73: ('wagtail.blocks.StructBlock', [[('name', 68), ('svg', 69), ('alt', 70), ('caption', 3), ('credit', 71), ('licence', 72)]], {}), 74: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'film (MP4 or WebM)'}), 75: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'captions (WebVTT)'}), 76: ('wagtail.blocks.TextBlock', (), {'label': 'transcript', 'max_length': 50000, 'rows': 6}), 77: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 500, 'required': False}), 78: ('wagtail.blocks.StructBlock', [[('title', 15), ('film', 74), ('captions', 75), ('transcript', 76), ('credit', 77)]], {}), 79: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 80: ('wagtail.blocks.CharBlock', (), {'label': 'what it is', 'max_length': 500, 'required': False}), 81: ('wagtail.blocks.StructBlock', [[('document', 79), ('about', 80)]], {}), 82: ('wagtail.blocks.ChoiceBlock', [], {'choices': courses.blocks.drawn.machines, 'help_text': 'A machine that is missing is added under Curriculum, Equipment.', 'label': 'equipment'}), 83: ('wagtail.blocks.TextBlock', (), {'label': 'what it does in this lesson', 'max_length': 3000, 'required': False, 'rows': 2}), 84: ('wagtail.blocks.StructBlock', [[('key', 82), ('here', 83)]], {}), 85: ('wagtail.blocks.TextBlock', (), {'label': 'reference', 'max_length': 3000, 'required': True, 'rows': 2}), 86: ('wagtail.blocks.ListBlock', (85,), {'icon': 'openquote', 'label': 'references', 'template': 'courses/blocks/references.html'})}, verbose_name='text')),
                ('sources', models.TextField(blank=True, verbose_name='sources, one a line')),
                ('review_notes', models.TextField(blank=True, help_text='For editors; readers do not see this list.', verbose_name='to be reviewed, one a line')),
                ('translates', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'lesson page',
                'constraints': [models.UniqueConstraint(condition=models.Q(('lesson__isnull', False)), fields=('lesson', 'language'), name='lesson_page_once_per_language')],
            },
            bases=(courses.models.indexing.IndexedTogether, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='LessonPlace',
            fields=[
                ('page_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('lesson_id', models.BigIntegerField()),
                ('course_id', models.BigIntegerField()),
                ('complex_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=2)),
                ('is_preview', models.BooleanField()),
                ('title', models.CharField(max_length=255)),
                ('course_order', models.IntegerField()),
                ('module_order', models.IntegerField()),
                ('lesson_order', models.IntegerField()),
            ],
            options={
                'verbose_name': 'place of a lesson',
                'verbose_name_plural': 'places of lessons',
            },
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(editable=False, max_length=2)),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('module', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='courses.module', verbose_name='module')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})}, verbose_name='more about the module')),
            ],
            options={
                'verbose_name': 'module page',
                'constraints': [models.UniqueConstraint(condition=models.Q(('module__isnull', False)), fields=('module', 'language'), name='module_page_once_per_language')],
            },
            bases=(courses.models.indexing.IndexedTogether, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='courses.course', verbose_name='course')),
                ('module', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='courses.module', verbose_name='module')),
                ('key', models.SlugField(max_length=80, verbose_name='key')),
                ('kind', models.CharField(choices=[('single', 'one choice'), ('multiple', 'several choices'), ('numeric', 'number with unit'), ('calculated', 'calculated, with other numbers each time'), ('ordering', 'steps in order'), ('matching', 'pairs'), ('short', 'short text'), ('essay', 'essay, graded by an instructor'), ('files', 'photos or files, graded by an instructor')], max_length=12, verbose_name='type')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['course', 'key'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='question_key_once')],
            },
        ),
        migrations.CreateModel(
            name='QuestionFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='courses.course', verbose_name='course')),
                ('sha256', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('jpeg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP')], max_length=4, verbose_name='file type')),
                ('file', models.FileField(upload_to='questions/')),
                ('kept_at', models.DateTimeField(verbose_name='kept')),
            ],
            options={
                'verbose_name': 'picture of questions',
                'verbose_name_plural': 'pictures of questions',
                'ordering': ['course', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('course', 'sha256'), name='question_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='QuestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='courses.question')),
            ],
            options={
                'verbose_name': 'version of a question',
                'verbose_name_plural': 'versions of questions',
                'ordering': ['question', 'number'],
                'constraints': [models.UniqueConstraint(fields=('question', 'number'), name='question_version_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Quiz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quizzes', to='courses.course', verbose_name='course')),
                ('module', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quizzes', to='courses.module', verbose_name='module')),
                ('key', models.SlugField(max_length=80, verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(max_length=150, verbose_name='title (English)')),
                ('minutes', models.PositiveSmallIntegerField(default=0, help_text='0: no time limit.', verbose_name='minutes')),
                ('attempts', models.PositiveSmallIntegerField(default=1, help_text='0: as many as wanted.', verbose_name='attempts')),
                ('pass_percent', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='pass mark (%)')),
                ('shuffle', models.BooleanField(default=True, verbose_name='questions in another order each time')),
                ('reveal', models.CharField(choices=[('nothing', 'nothing'), ('score', 'the score'), ('answers', 'the score, and the answers with feedback')], default='score', max_length=10, verbose_name='shown after handing in')),
                ('is_required', models.BooleanField(default=False, verbose_name='needed for completion')),
                ('is_safety', models.BooleanField(default=False, verbose_name='safety: passed before practice')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
            ],
            options={
                'verbose_name': 'quiz',
                'verbose_name_plural': 'quizzes',
                'ordering': ['course', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='quiz_key_once'), models.CheckConstraint(condition=models.Q(('pass_percent__lte', 100)), name='quiz_pass_mark_is_a_percentage')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='QuizPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pools', to='courses.quiz')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('draw', models.PositiveSmallIntegerField(default=0, verbose_name='how many to draw')),
                ('questions', models.ManyToManyField(related_name='pools', to='courses.question', verbose_name='questions')),
            ],
            options={
                'verbose_name': 'pool of questions',
                'verbose_name_plural': 'pools of questions',
                'ordering': ['quiz', 'order'],
                'constraints': [models.UniqueConstraint(fields=('quiz', 'order'), name='quiz_pool_order_once')],
            },
        ),
        migrations.CreateModel(
            name='SecondPersonTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'approval by a second person',
                'verbose_name_plural': 'approvals by a second person',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='courses.course', verbose_name='course')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='courses.module', verbose_name='module')),
                ('key', models.SlugField(max_length=80, verbose_name='key')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('measure', models.CharField(choices=[('measured', 'a measured value'), ('rubric', 'a described level')], max_length=10, verbose_name='judged by')),
                ('title_ko', models.CharField(max_length=150, verbose_name='title (Korean)')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='title (English)')),
                ('is_required', models.BooleanField(default=True, verbose_name='needed for completion')),
                ('is_safety', models.BooleanField(default=False, verbose_name='safety: passed before practice')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired')),
            ],
            options={
                'verbose_name': 'skill',
                'verbose_name_plural': 'skills',
                'ordering': ['course', 'module', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('course', 'key'), name='skill_key_once')],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='SkillVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='courses.skill')),
            ],
            options={
                'verbose_name': 'version of a skill',
                'verbose_name_plural': 'versions of skills',
                'ordering': ['skill', 'number'],
                'constraints': [models.UniqueConstraint(fields=('skill', 'number'), name='skill_version_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('loaded_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.SlugField(verbose_name='key')),
                ('term_ko', models.CharField(max_length=80, verbose_name='term (Korean)')),
                ('term_en', models.CharField(max_length=80, verbose_name='term (English)')),
                ('definition_ko', models.TextField(max_length=600, verbose_name='meaning (Korean)')),
                ('definition_en', models.TextField(max_length=600, verbose_name='meaning (English)')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'glossary',
                'ordering': ['term_ko', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'key'), name='one_term_per_key')],
            },
            bases=(courses.models.indexing.IndexedTogether, modelsearch.index.Indexed, training.core.models.complexes.Bilingual, models.Model),
        ),
        refused_by_the_database('courses_lessonedition', 'A published edition is never changed or deleted.'),
        refused_by_the_database('courses_questionversion', 'A version of a question is never changed or deleted.'),
        refused_by_the_database('courses_questionfigure', 'A picture of questions is never changed or deleted.'),
        refused_by_the_database('courses_skillversion', 'A version of a skill is never changed or deleted.'),
        migrations.RunPython(lay_in_migration, lift_in_migration),
    ]
