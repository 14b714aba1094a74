"""How many records readers may see is kept beside the version. Those that are there are counted here."""

from django.db import migrations, models


def count_records(apps, schema_editor) -> None:
    published = apps.get_model("salaries", "SalaryRecord").objects.filter(status="published")
    apps.get_model("salaries", "PublishedVersion").objects.update(record_count=published.count())


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0009_estimate_facets'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedversion',
            name='record_count',
            field=models.PositiveBigIntegerField(default=0, help_text='How many records readers may see, counted whenever records change.'),
        ),
        migrations.RunPython(count_records, migrations.RunPython.noop, elidable=True),
    ]
