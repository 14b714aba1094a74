"""Files into records. Each importer reads one of the formats in docs/data-formats.md; all share `base.Importer`."""

from salaries.importers.base import Importer, Refusal, Result
from salaries.importers.money import PppImporter, RateImporter
from salaries.importers.reference import (
    LevelImporter,
    PlaceImporter,
    RoleImporter,
    SkillImporter,
    SourceImporter,
)
from salaries.importers.statements import FactImporter, SalaryImporter
from salaries.importers.table import UnreadableFile

__all__ = [
    "FactImporter",
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
