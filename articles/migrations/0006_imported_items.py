"""What became of each item of an export; editors and analysts may look at it."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
import django.db.models.deletion
from django.db import migrations, models


def let_look(apps, schema_editor):
    database = schema_editor.connection.alias
    create_permissions(installed_apps.get_app_config("articles"), verbosity=0, using=database, apps=apps)
    Permission = apps.get_model("auth", "Permission")
    (view,) = Permission.objects.using(database).filter(
        content_type__app_label="articles", codename="view_importeditem"
    )
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=["Editors", "Analysts"]):
        group.permissions.add(view)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_claim_permissions'),
        ('salaries', '0008_published_version_token'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='Its place in the file, from 1.')),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(blank=True, max_length=250)),
                ('identity', models.TextField(help_text='What the other system calls it; a later run finds its guide by this.')),
                ('outcome', models.CharField(choices=[('created', 'Created'), ('updated', 'Updated'), ('unchanged', 'Unchanged'), ('left-out', 'Left out'), ('refused', 'Refused')], max_length=10)),
                ('notes', models.TextField(blank=True, help_text='Why it was left out or refused, and what an editor should look at.')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imported_items', to='articles.article', verbose_name='guide')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='salaries.importrun')),
            ],
            options={
                'ordering': ['-run', 'number'],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='imported_item_once')],
            },
        ),
        migrations.RunPython(let_look, migrations.RunPython.noop),
    ]
