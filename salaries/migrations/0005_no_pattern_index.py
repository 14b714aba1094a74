"""Nobody looks records up by the beginning of a key, and the index for that makes large imports slower on PostgreSQL."""

from django.db import migrations

FIND = """
    SELECT indexrelid::regclass::text FROM pg_index
    WHERE indrelid = 'salaries_salaryrecord'::regclass AND indexrelid::regclass::text LIKE %s
"""


def drop_pattern_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FIND, ["salaries_salaryrecord_key_%_like"])
        for (name,) in cursor.fetchall():
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("salaries", "0004_import_runs")]
    operations = [migrations.RunPython(drop_pattern_index, migrations.RunPython.noop)]
