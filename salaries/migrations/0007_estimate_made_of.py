"""What stored estimates are made of: empty until `manage.py rebuild_figures` has filled it.

And the indexes that estimates are read from, in the order in which they group.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0006_upload'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='salaryrecord',
            name='record_cell',
        ),
        migrations.AddField(
            model_name='estimate',
            name='made_of',
            field=models.JSONField(default=list, help_text='Sorted list of [source, population, employment type, work mode, number of records]: all that occur among the comparable records of the place and everything inside it, of this role, year and level.'),
        ),
        migrations.AddIndex(
            model_name='salaryrecord',
            index=models.Index(fields=['role', 'year', 'place', 'level', 'source', 'population', 'employment_type', 'work_mode', 'status', 'qualifier', 'annual_low_usd', 'annual_typical_usd', 'annual_high_usd'], name='record_cell'),
        ),
        migrations.AddIndex(
            model_name='salaryrecord',
            index=models.Index(condition=models.Q(('annual_high_usd__isnull', True), ('annual_low_usd__isnull', True), ('qualifier', 'exact'), _negated=True), fields=['role', 'year', 'place', 'level', 'source', 'population', 'employment_type', 'work_mode', 'status', 'qualifier', 'annual_low_usd', 'annual_typical_usd', 'annual_high_usd'], name='record_figures'),
        ),
    ]
