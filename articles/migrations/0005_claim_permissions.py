"""Editors accept and review claims; analysts look at them. Nobody adds or deletes any: the site does."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = {"Editors": ("view", "change"), "Analysts": ("view",)}


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    create_permissions(installed_apps.get_app_config("articles"), verbosity=0, using=database, apps=apps)
    Permission = apps.get_model("auth", "Permission")
    for name, actions in GRANTED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=name)
        codenames = [f"{action}_claim" for action in actions]
        group.permissions.add(*Permission.objects.using(database).filter(content_type__app_label="articles", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_claim")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
