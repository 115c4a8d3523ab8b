"""Pages of the site, policies, mail, owed work and the audit.

Made whole from the steps it replaces; a database that took all of those has nothing to do.
"""

import django.core.serializers.json
import django.db.models.deletion
import training.core.models.pages
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from training.core.models.appended import refused_by_the_database


class Migration(migrations.Migration):

    replaces = [('core', '0002_complex_sender_email_delivery'), ('core', '0003_policy_editions'), ('core', '0004_policy_editions_append_only'), ('core', '0005_owed_work_page'), ('core', '0006_messages')]

    initial = True

    dependencies = [
        ('accounts', '0001_people'),
        ('core', '0001_complexes'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('action', models.CharField(max_length=60)),
                ('from_state', models.CharField(blank=True, max_length=30)),
                ('to_state', models.CharField(blank=True, max_length=30)),
                ('reason', models.TextField(blank=True)),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='audit_by_subject')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('context', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('state', models.CharField(choices=[('owed', 'to be sent'), ('sent', 'sent'), ('failed', 'failed, tried again'), ('bounced', 'came back')], default='owed', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('channel', models.CharField(choices=[('mail', 'mail'), ('text', 'text message')], default='mail', max_length=4, verbose_name='channel')),
                ('address', models.CharField(blank=True, max_length=254)),
                ('message_id', models.CharField(blank=True, max_length=150)),
                ('subject', models.CharField(blank=True, max_length=250)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('failure', models.CharField(blank=True, max_length=500)),
                ('bounced_at', models.DateTimeField(blank=True, null=True)),
                ('bounce', models.CharField(blank=True, max_length=500)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['complex', '-created_at', '-id'], name='delivery_newest'), models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='delivery_by_message_id'), models.Index(condition=models.Q(('read_at', None)), fields=['user', 'complex'], name='delivery_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='delivery_once'), models.CheckConstraint(condition=models.Q(models.Q(('address__gt', ''), ('sent_at__isnull', False), ('state__in', ('sent', 'bounced'))), models.Q(models.Q(('state__in', ('sent', 'bounced')), _negated=True), ('sent_at', None)), _connector='OR'), name='delivery_sent_together'), models.CheckConstraint(condition=models.Q(models.Q(('bounced_at__isnull', False), ('state', 'bounced')), models.Q(models.Q(('state', 'bounced'), _negated=True), ('bounce', ''), ('bounced_at', None)), _connector='OR'), name='delivery_bounced_together')],
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, max_length=250, verbose_name='what this is and for whom, in one sentence')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5), ('process', 12)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('circle', 'circle (roll)'), ('square', 'square (stack)'), ('hexagon', 'hexagon (bolt)'), ('diamond', 'diamond (check)')], 'label': 'mark'}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 60}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'what is done there', 'max_length': 160, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('mark', 7), ('name', 8), ('detail', 9)]], {'label': 'block of the process'}), 11: ('wagtail.blocks.ListBlock', (10,), {'label': 'blocks', 'max_num': 4, 'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('title', 6), ('steps', 11)]], {})})),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('kind', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=2)),
                ('number', models.PositiveIntegerField()),
                ('shipped', models.BooleanField(default=False)),
                ('subject', models.CharField(blank=True, max_length=150)),
                ('body', models.TextField(blank=True, max_length=5000)),
                ('edited_at', models.DateTimeField()),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'words of a mail',
                'verbose_name_plural': 'words of mails',
                'ordering': ['kind', 'language', '-number'],
                'constraints': [models.UniqueConstraint(fields=('complex', 'kind', 'language', 'number'), name='message_template_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('shipped', True), ('subject', '')), models.Q(('body__gt', ''), ('shipped', False), ('subject__gt', '')), _connector='OR'), name='message_template_words_or_shipped')],
            },
        ),
        migrations.CreateModel(
            name='NoticeIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of notices',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NoticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('posted_on', models.DateField(default=training.core.models.pages.today, verbose_name='date')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})})),
            ],
            options={
                'verbose_name': 'notice',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Owed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex')),
                ('kind', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('put_aside_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'owed work',
                'verbose_name_plural': 'owed work',
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None), ('given_up_at', None)), fields=['due_at'], name='owed_open_by_due'), models.Index(fields=['kind', 'subject'], name='owed_by_subject'), models.Index(condition=models.Q(('done_at', None)), fields=['kind'], name='owed_not_done'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], name='owed_done_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), ('given_up_at', None), _connector='OR'), name='owed_done_or_given_up'), models.CheckConstraint(condition=models.Q(('put_aside_at', None), ('given_up_at__isnull', False), _connector='OR'), name='owed_put_aside_is_given_up')],
            },
        ),
        migrations.CreateModel(
            name='PolicyEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complex', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.complex', verbose_name='complex')),
                ('key', models.UUIDField(verbose_name='policy')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('number', models.PositiveIntegerField(verbose_name='edition')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('content', models.TextField(verbose_name='text as HTML')),
                ('sha256', models.CharField(max_length=64)),
                ('in_force_on', models.DateField(verbose_name='in force from')),
                ('published_at', models.DateTimeField(verbose_name='published')),
            ],
            options={
                'verbose_name': 'policy edition',
                'verbose_name_plural': 'policy editions',
                'ordering': ['key', 'language', '-number'],
                'constraints': [models.UniqueConstraint(fields=('key', 'language', 'number'), name='policy_edition_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PolicyPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})})),
            ],
            options={
                'verbose_name': 'policy',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('text', 0), ('figure', 5)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'template': 'components/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'what is to be seen (for people who cannot see it)', 'max_length': 250}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'credit and licence', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('caption', 3), ('credit', 4)]], {})})),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
        refused_by_the_database('core_policyedition', 'A published policy is never changed.'),
        refused_by_the_database('core_messagetemplate', 'A version of words is never changed or deleted.'),
    ]
