"""Who may do what: Editors write guides, Analysts keep the records, Moderators will keep the comments.

In: the models as they are. Out: three groups. Nobody in them may touch accounts. History needs no permission of its
own: whoever may view a row may view its history, whoever may change it may restore it.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = ("salaryrecord", "fact", "source", "place", "role", "skill", "careerlevel", "exchangerate", "pricelevel")
DERIVED = ("importrun", "importrejection", "estimate")
EDIT = ("view", "add", "change", "delete")

GROUPS = {
    "Editors": {
        "articles": {EDIT: ("article", "topic", "image")},
        "salaries": {("view",): RECORDS + DERIVED},
    },
    "Analysts": {
        "articles": {("view",): ("article", "topic", "image")},
        "salaries": {EDIT: RECORDS, ("view",): DERIVED},
    },
    "Moderators": {
        "articles": {("view",): ("article",)},
    },
}


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    for label in ("articles", "salaries"):  # Django makes permissions after the last migration; we need them now.
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=database, apps=apps)
    for name, applications in GROUPS.items():
        group, _ = Group.objects.using(database).get_or_create(name=name)
        for label, granted in applications.items():
            codenames = [f"{action}_{model}" for actions, models in granted.items() for action in actions for model in models]
            found = Permission.objects.using(database).filter(content_type__app_label=label, codename__in=codenames)
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("salaries", "0002_first_published_version"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
