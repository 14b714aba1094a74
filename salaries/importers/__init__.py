"""Files into records. Each importer reads one of the formats in docs/data-formats.md.

`SalaryImporter` also reads anybody's file through a mapping, and any number of rows; the others share `base.Importer`.
"""

from salaries.importers.base import Importer
from salaries.importers.facts import FactImporter
from salaries.importers.money import PppImporter, RateImporter
from salaries.importers.reading import UnreadableFile
from salaries.importers.reference import (
    LevelImporter,
    PlaceImporter,
    RoleImporter,
    SkillImporter,
    SourceImporter,
)
from salaries.importers.result import Refusal, Result
from salaries.importers.runs import ImportFailed
from salaries.importers.salaries import SalaryImporter

__all__ = [
    "FactImporter",
    "ImportFailed",
    "Importer",
    "LevelImporter",
    "PlaceImporter",
    "PppImporter",
    "RateImporter",
    "Refusal",
    "Result",
    "RoleImporter",
    "SalaryImporter",
    "SkillImporter",
    "SourceImporter",
    "UnreadableFile",
]
