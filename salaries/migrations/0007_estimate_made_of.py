"""What stored estimates are made of. It is empty until `manage.py rebuild_figures` has filled it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0006_upload'),
    ]

    operations = [
        migrations.AddField(
            model_name='estimate',
            name='made_of',
            field=models.JSONField(default=list, help_text='Sorted list of [source, population, employment type, work mode, number of records]: all that occur among the comparable records of the place and everything inside it, of this role, year and level.'),
        ),
    ]
