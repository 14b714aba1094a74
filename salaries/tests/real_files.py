"""The reference files beside the project, for tests that read them; such a test is skipped where they are absent."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from salaries.importers import Result, SalaryImporter
from salaries.importers.mapping import load_mapping

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"


def real_file(name: str) -> Path:
    """The path of a reference file."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs {name} among the reference files")
    return path


def import_real(name: str, mapping: str, **choices: Any) -> Result:
    """Import a reference file through a mapping that ships with the site."""
    path = real_file(name)
    return SalaryImporter(load_mapping(mapping), **{"create_roles": True} | choices).run(path)


def counts(result: Result) -> dict[str, int]:
    """What became of the rows, without what became of none."""
    found = {
        "created": result.created_count,
        "updated": result.updated_count,
        "unchanged": result.unchanged_count,
        "refused": result.refused_count,
        "left out": result.left_out_count,
        "vanished": result.vanished_count,
        "pruned": result.pruned_count,
    }
    return {name: count for name, count in found.items() if count}
