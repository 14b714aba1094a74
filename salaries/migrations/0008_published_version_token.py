"""A name for each published version that never comes again. The single row gets its first one here."""

from django.db import migrations, models

import salaries.models.version


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0007_estimate_made_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedversion',
            name='token',
            field=models.CharField(default=salaries.models.version.new_token, max_length=16),
        ),
    ]
