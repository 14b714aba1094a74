"""Comments on guides, the addresses that write them, addresses that may not, and the rights of moderators."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from articles.group_rights import granting

RIGHTS = {
    "Moderators": [
        "view_comment",
        "change_comment",
        "delete_comment",
        "view_historicalcomment",
        "view_bannedaddress",
        "add_bannedaddress",
        "delete_bannedaddress",
    ]
}


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_newsletter'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Commenter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='mail address')),
                ('confirmed', models.DateTimeField(blank=True, help_text='When its owner followed the link in a mail.', null=True)),
            ],
            options={
                'ordering': ['email'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='comments_closed',
            field=models.CharField(blank=True, help_text='One sentence for readers closes the comments. Empty leaves them open.', max_length=200, verbose_name='comments are closed because'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='comments_closed',
            field=models.CharField(blank=True, help_text='One sentence for readers closes the comments. Empty leaves them open.', max_length=200, verbose_name='comments are closed because'),
        ),
        migrations.CreateModel(
            name='BannedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='hash of the address')),
                ('why', models.CharField(blank=True, help_text='For other moderators, without personal data.', max_length=200)),
                ('banned', models.DateTimeField(auto_now_add=True)),
                ('banned_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'banned addresses',
                'ordering': ['-banned'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalComment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('status', models.CharField(choices=[('pending', 'Waits for a moderator'), ('unconfirmed', 'Waits for its author to confirm the address'), ('approved', 'Approved'), ('spam', 'Spam'), ('erased', 'Removed by its author'), ('deleted', 'Removed by a moderator')], default='unconfirmed', max_length=11)),
                ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.article', verbose_name='guide')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision on a comment',
                'verbose_name_plural': 'decisions on comments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, editable=False, max_length=80)),
                ('text', models.TextField(blank=True, editable=False)),
                ('status', models.CharField(choices=[('pending', 'Waits for a moderator'), ('unconfirmed', 'Waits for its author to confirm the address'), ('approved', 'Approved'), ('spam', 'Spam'), ('erased', 'Removed by its author'), ('deleted', 'Removed by a moderator')], default='unconfirmed', max_length=11)),
                ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('wants_replies', models.BooleanField(default=True, editable=False, verbose_name='mail about replies')),
                ('answer_told', models.DateTimeField(editable=False, help_text='When the author of the answered comment was told of this one.', null=True)),
                ('origin', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='articles.article', verbose_name='guide')),
                ('reply_to', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='articles.comment')),
                ('thread', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replies', to='articles.comment')),
                ('commenter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='articles.commenter', verbose_name='mail address')),
            ],
            options={
                'ordering': ['created', 'pk'],
                'indexes': [models.Index(fields=['article', 'status', 'created'], name='comment_of_guide')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'unconfirmed', 'approved', 'spam', 'erased', 'deleted'])), name='comment_status_known'), models.CheckConstraint(condition=models.Q(('reply_to', None), ('thread__isnull', False), _connector='OR'), name='comment_answers_in_a_thread')],
            },
        ),
        migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop),
    ]
