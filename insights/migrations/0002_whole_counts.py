from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_summary_rows")]

    operations = [
        migrations.AddField(
            model_name="refresh",
            name="whole_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
