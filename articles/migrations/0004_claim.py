"""The ledger of figures in guides. Run manage.py check_guides once, for guides that are there already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_quotations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its place among the figures of the guide, from 1.')),
                ('line', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('pay', 'Pay'), ('ratio', 'Ratio'), ('fact', 'Fact'), ('level', 'Level'), ('check', 'The author’s words'), ('number', 'Plain number')], max_length=10)),
                ('text', models.TextField(help_text='What stands in the guide: the text of the role, or the number.', verbose_name='as written')),
                ('before', models.TextField(blank=True, help_text='The sentence before the figure.')),
                ('after', models.TextField(blank=True, help_text='The sentence after it.')),
                ('value', models.TextField(blank=True, help_text='What the records say.', verbose_name='now')),
                ('verdict', models.CharField(choices=[('holds', 'holds'), ('drifted', 'drifted'), ('contradicted', 'contradicted'), ('unsourced', 'unsourced'), ('broken', 'broken')], max_length=15)),
                ('reason', models.TextField(blank=True, help_text='Why it is broken or contradicted.')),
                ('reviewed_value', models.TextField(blank=True, help_text='What the records said when somebody last looked.', verbose_name='at the last review')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_note', models.TextField(blank=True, help_text='Why these words stay although the records say something else. Readers see it beside the figure.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='articles.article', verbose_name='guide')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['article', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ClaimDependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=130)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependencies', to='articles.claim')),
            ],
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['verdict', 'article'], name='claim_verdict'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['holds', 'drifted', 'contradicted', 'unsourced', 'broken'])), name='claim_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pay', 'ratio', 'fact', 'level', 'check', 'number'])), name='claim_kind_known'),
        ),
        migrations.AddIndex(
            model_name='claimdependency',
            index=models.Index(fields=['kind', 'name'], name='claim_depends_on'),
        ),
    ]
