from django.db import migrations, models

from training.core.models.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("certificates", "0002_wallets")]

    operations = [
        AddIndexOnline(
            model_name="verification",
            index=models.Index(fields=["at"], name="verification_by_instant"),
        ),
    ]
