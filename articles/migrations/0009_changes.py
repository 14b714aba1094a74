"""What changed in guides, told to their readers. Editors write it, the other groups look at it."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from articles.group_rights import granting

RIGHTS = {
    "Editors": [f"{action}_articlechange" for action in ("view", "add", "change", "delete")],
    **{group: ["view_articlechange"] for group in ("Writers", "Analysts", "Moderators")},
}


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_addresses'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(default=django.utils.timezone.localdate)),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('update', 'Update')], default='update', max_length=10)),
                ('text', models.TextField(help_text='For readers. Of a correction: what it said, what is right, and why.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='articles.article')),
            ],
            options={
                'verbose_name': 'change',
                'ordering': ['-date', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['correction', 'update'])), name='article_change_kind_known')],
            },
        ),
        migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop),
    ]
