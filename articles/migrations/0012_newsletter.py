"""The newsletter: who gets it, its issues, each copy. Editors write issues; Moderators see addresses, Editors do not."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


from articles.group_rights import granting

RIGHTS = {
    "Editors": [f"{action}_newsletterissue" for action in ("view", "add", "change", "delete")],
    "Moderators": ["view_subscriber", "unsubscribe_subscriber"],
}


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_pictures'),
        ('salaries', '0009_estimate_facets'),
    ]

    operations = [
        migrations.CreateModel(
            name='NewsletterIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject', models.CharField(max_length=150)),
                ('preheader', models.CharField(blank=True, help_text='Shown after the subject in lists of mails.', max_length=150, verbose_name='first line')),
                ('body', models.TextField(help_text='Markdown, with the same figures and charts as a guide.')),
                ('audience', models.CharField(choices=[('weekly', 'Readers of the weekly letter'), ('guides', 'Readers who want only new guides'), ('everyone', 'Everyone')], default='weekly', max_length=10)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('sending', 'Being sent'), ('sent', 'Sent')], default='draft', max_length=10)),
                ('send_at', models.DateTimeField(blank=True, null=True, verbose_name='to be sent from')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('html', models.TextField(blank=True, editable=False)),
                ('text', models.TextField(blank=True, editable=False)),
                ('covers_until', models.DateTimeField(blank=True, editable=False, help_text='Of a digest: what came until then is in it.', null=True)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('modified', models.DateTimeField(auto_now=True)),
                ('places', models.ManyToManyField(blank=True, help_text='Not for readers who chose only others. None: for all.', related_name='issues', to='salaries.place')),
                ('topics', models.ManyToManyField(blank=True, help_text='Not for readers who chose only others. None: for all.', related_name='issues', to='articles.topic')),
            ],
            options={
                'verbose_name': 'newsletter issue',
                'ordering': ['-created', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='In lower case; see articles.mail_addresses.', max_length=254, unique=True, verbose_name='address')),
                ('status', models.CharField(choices=[('pending', 'asked, not confirmed'), ('confirmed', 'confirmed'), ('unsubscribed', 'unsubscribed'), ('bounced', 'mail came back'), ('complained', 'called it spam')], default='pending', max_length=12)),
                ('frequency', models.CharField(choices=[('weekly', 'The weekly letter'), ('guides', 'Only new guides')], default='weekly', max_length=10)),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='first asked')),
                ('asked_at', models.DateTimeField(blank=True, help_text='When its owner was last mailed on request.', null=True, verbose_name='last asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it was unsubscribed, or mail began to fail.', null=True, verbose_name='ended')),
                ('places', models.ManyToManyField(blank=True, help_text='None: all.', related_name='subscribers', to='salaries.place')),
                ('topics', models.ManyToManyField(blank=True, help_text='None: all.', related_name='subscribers', to='articles.topic')),
            ],
            options={
                'ordering': ['email'],
                'permissions': [('unsubscribe_subscriber', 'Can unsubscribe a reader who asks for it')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('queued', 'to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('uncertain', 'handed over, no answer'), ('failed', 'refused'), ('skipped', 'unsubscribed before it was sent')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_by', models.CharField(blank=True, help_text='The machine, since it was started.', max_length=200)),
                ('reason', models.CharField(blank=True, help_text='What the mail server said.', max_length=300)),
                ('changed', models.DateTimeField(default=django.utils.timezone.now)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='articles.newsletterissue')),
                ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='articles.subscriber')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='newsletterissue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'scheduled'), _negated=True), ('send_at__isnull', False), _connector='OR'), name='issue_scheduled_has_time', violation_error_message='A scheduled issue needs the time from which it is sent.'),
        ),
        migrations.AddConstraint(
            model_name='newsletterissue',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'scheduled', 'sending', 'sent'])), name='issue_status_known'),
        ),
        migrations.AddConstraint(
            model_name='newsletterissue',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['weekly', 'guides', 'everyone'])), name='issue_audience_known'),
        ),
        migrations.AddIndex(
            model_name='subscriber',
            index=models.Index(fields=['status', 'frequency'], name='subscriber_audience'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'confirmed', 'unsubscribed', 'bounced', 'complained'])), name='subscriber_status_known'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('frequency__in', ['weekly', 'guides'])), name='subscriber_frequency_known'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['issue', 'status'], name='delivery_queue'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('issue', 'subscriber'), name='delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'sending', 'sent', 'uncertain', 'failed', 'skipped'])), name='delivery_status_known'),
        ),
        migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop),
    ]
