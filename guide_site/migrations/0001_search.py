"""The table of what can be found. `guide_site.search.signals` adds what each database needs besides, and fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Filled when all of these are there.
    dependencies = [("articles", "0011_pictures"), ("salaries", "0009_estimate_facets")]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('city', 'Cities'), ('country', 'Countries'), ('role', 'Roles'), ('level', 'Levels'), ('skill', 'Skills'), ('guide', 'Guides'), ('source', 'Sources'), ('record', 'Records')], max_length=10)),
                ('order', models.PositiveSmallIntegerField()),
                ('date', models.DateTimeField(null=True)),
                ('url', models.CharField(max_length=300)),
                ('title', models.TextField()),
                ('names', models.TextField()),
                ('summary', models.TextField()),
                ('lead_words', models.TextField()),
                ('text', models.TextField()),
                ('text_words', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thing', 'object_id'), name='search_entry_once')],
            },
        ),
    ]
