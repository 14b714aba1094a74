"""The right to publish, and who has it.

In: the groups of 0002. Out: Editors may publish, schedule and retire; Writers write guides and send them for review.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = ("salaryrecord", "fact", "source", "place", "role", "skill", "careerlevel", "exchangerate", "pricelevel")
DERIVED = ("importrun", "importrejection", "estimate")
WRITE = ("view", "add", "change")

GRANTED = {
    "Editors": {"articles": ["publish_article"]},
    "Writers": {
        "articles": [f"{action}_{model}" for model in ("article", "image") for action in WRITE]
        + ["view_topic", "add_topic"],
        "salaries": [f"view_{model}" for model in RECORDS + DERIVED],
    },
}


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    for label in ("articles", "salaries"):  # Django makes permissions after the last migration; we need them now.
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=database, apps=apps)
    for name, applications in GRANTED.items():
        group, _ = Group.objects.using(database).get_or_create(name=name)
        for label, codenames in applications.items():
            found = Permission.objects.using(database).filter(content_type__app_label=label, codename__in=codenames)
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_quotations")]
    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-published_at", "title"],
                "permissions": [("publish_article", "Can publish, schedule and retire guides")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
