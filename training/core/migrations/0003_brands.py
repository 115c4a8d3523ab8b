from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_pages_and_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='complex',
            name='brand',
            field=models.CharField(choices=[('cell', 'Blue, with a cell'), ('chip', 'Plum, with a chip')], default='cell', max_length=10, verbose_name='colors and mark'),
        ),
    ]
