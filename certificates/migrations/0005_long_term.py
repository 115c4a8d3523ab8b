from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('certificates', '0004_designs')]

    operations = [
        migrations.AddField(
            model_name='certificatefile',
            name='lasts_until',
            field=models.DateTimeField(blank=True, help_text='When the certificate of its latest timestamp ends.', null=True, verbose_name='provable until'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='erased'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('birth_date', None), ('code_sealed', ''), ('content', ''), ('credential', '')), _connector='OR'), name='certificate_erased_is_blank'),
        ),
    ]
