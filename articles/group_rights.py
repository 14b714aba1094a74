"""Rights for groups, for migrations.

In: {group: [codename of a permission]}. Out: the step of a migration that gives them, and makes groups that are new.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions

APPLICATIONS = ("articles", "salaries")


def granting(rights: dict[str, list[str]]) -> Callable[[Any, Any], None]:
    def grant(apps: Any, schema_editor: Any) -> None:
        database = schema_editor.connection.alias
        groups = apps.get_model("auth", "Group").objects.using(database)
        permissions = apps.get_model("auth", "Permission").objects.using(database)
        for label in APPLICATIONS:  # Django makes permissions after the last migration; we need them now.
            create_permissions(installed_apps.get_app_config(label), verbosity=0, using=database, apps=apps)
        for name, codenames in rights.items():
            group, _ = groups.get_or_create(name=name)
            group.permissions.add(*permissions.filter(content_type__app_label__in=APPLICATIONS, codename__in=codenames))

    return grant
