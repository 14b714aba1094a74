"""Which smaller pictures were made ahead of each picture. Run manage.py make_pictures once, for pictures that are there already."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_authors'),
    ]

    operations = [
        migrations.AddField(
            model_name='image',
            name='made_from',
            field=models.CharField(default='', editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='image',
            name='made_widths',
            field=models.JSONField(default=list, editable=False),
        ),
    ]
