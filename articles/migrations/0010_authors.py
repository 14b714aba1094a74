"""Authors, made from the names that guides carry."""

from django.db import migrations, models
from django.utils.text import slugify

from articles.group_rights import granting

RIGHTS = {
    "Editors": [f"{action}_author" for action in ("view", "add", "change", "delete")],
    **{group: ["view_author"] for group in ("Writers", "Analysts")},
}


def make_authors(apps, schema_editor):
    database = schema_editor.connection.alias
    authors = apps.get_model("articles", "Author").objects.using(database)
    names = apps.get_model("articles", "Article").objects.using(database).order_by("author").values_list("author", flat=True)
    for name in dict.fromkeys(filter(None, names)):
        stem = slugify(name)[:70] or "author"
        slug, number = stem, 1
        while authors.filter(slug=slug).exists():
            number += 1
            slug = f"{stem}-{number}"
        authors.create(name=name, slug=slug)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='If it changes, it changes in all their guides.', max_length=120, unique=True)),
                ('slug', models.SlugField(help_text='The author in addresses: others may link there.', max_length=80, unique=True)),
                ('about', models.TextField(blank=True, help_text='Who it is and why readers may trust it; two or three sentences.')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AlterField(
            model_name='article',
            name='author',
            field=models.CharField(help_text='The name under the title; a new name makes a new author.', max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalarticle',
            name='author',
            field=models.CharField(help_text='The name under the title; a new name makes a new author.', max_length=120),
        ),
        migrations.RunPython(make_authors, migrations.RunPython.noop),
        migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop),
    ]
