"""Complexes, to which everything else belongs.

Made whole from the steps it replaces; a database that took all of those has nothing to do.
"""

import django.db.models.deletion
import training.core.models.complexes
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial')]

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('name_ko', models.CharField(max_length=100, verbose_name='name (Korean)')),
                ('name_en', models.CharField(max_length=100, verbose_name='name (English)')),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complex', to='wagtailcore.site')),
                ('issuer_ko', models.CharField(max_length=200, verbose_name='issuer (Korean)')),
                ('issuer_en', models.CharField(max_length=200, verbose_name='issuer (English)')),
                ('register_word', models.CharField(help_text='제2026-충북-0001호', max_length=10, verbose_name='word in register numbers')),
                ('time_zone', models.CharField(default='Asia/Seoul', max_length=50, validators=[training.core.models.complexes.known_zone], verbose_name='time zone')),
                ('review_required', models.BooleanField(default=True, verbose_name="lessons need a second person's approval")),
                ('support_phone', models.CharField(blank=True, max_length=30, verbose_name='help line')),
                ('support_email', models.EmailField(blank=True, max_length=254, verbose_name='help address')),
                ('sender_email', models.EmailField(blank=True, max_length=254, verbose_name='address that mail comes from')),
            ],
            options={
                'verbose_name': 'complex',
                'verbose_name_plural': 'complexes',
                'ordering': ['key'],
            },
            bases=(training.core.models.complexes.Bilingual, models.Model),
        ),
    ]
