"""The right to publish, and who has it.

In: the groups of 0002. Out: Editors may publish, schedule and retire; Writers write guides and send them for review.
"""

from django.db import migrations

from articles.group_rights import granting

SEEN = ("salaryrecord", "fact", "source", "place", "role", "skill", "careerlevel", "exchangerate", "pricelevel")
SEEN += ("importrun", "importrejection", "estimate")

RIGHTS = {
    "Editors": ["publish_article"],
    "Writers": [f"{action}_{model}" for model in ("article", "image") for action in ("view", "add", "change")]
    + ["view_topic", "add_topic"]
    + [f"view_{model}" for model in SEEN],
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_imported_items")]
    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-published_at", "title"],
                "permissions": [("publish_article", "Can publish, schedule and retire guides")],
            },
        ),
        migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop),
    ]
