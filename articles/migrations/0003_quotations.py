"""Which records, places and roles a guide quotes. Run manage.py requote_guides once, for guides that are there already."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_groups"),
        ("salaries", "0006_upload"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name=name,
            field=models.ManyToManyField(editable=False, related_name="guides", to=f"salaries.{model}"),
        )
        for name, model in (("quoted_records", "salaryrecord"), ("quoted_places", "place"), ("quoted_roles", "role"))
    ]
