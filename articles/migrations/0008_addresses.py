"""Why a guide is retired, what replaces it, and the addresses that it had before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_workflow'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='replaced_by',
            field=models.ForeignKey(blank=True, help_text='The guide that they should read instead, if there is one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='articles.article'),
        ),
        migrations.AddField(
            model_name='article',
            name='retired_reason',
            field=models.TextField(blank=True, help_text='One or two sentences for readers who still come to its address.', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='replaced_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The guide that they should read instead, if there is one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='retired_reason',
            field=models.TextField(blank=True, help_text='One or two sentences for readers who still come to its address.', verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='article',
            name='slug',
            field=models.SlugField(help_text='The guide in addresses: ml-careers-asia-2026. If it changes, the old address leads to the new one.', max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='historicalarticle',
            name='slug',
            field=models.SlugField(help_text='The guide in addresses: ml-careers-asia-2026. If it changes, the old address leads to the new one.', max_length=120),
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('left', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='articles.article')),
            ],
            options={
                'ordering': ['left'],
            },
        ),
    ]
