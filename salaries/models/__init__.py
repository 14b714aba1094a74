"""The records: what each table holds is said in the class's docstring."""

from salaries.models.estimate import Confidence, Estimate, Part
from salaries.models.fact import Fact
from salaries.models.level import CareerLevel, Skill
from salaries.models.place import Place
from salaries.models.rate import ExchangeRate, PriceLevel
from salaries.models.record import SalaryRecord
from salaries.models.role import Role
from salaries.models.run import ImportRejection, ImportRun
from salaries.models.source import Source
from salaries.models.upload import Upload
from salaries.models.version import PublishedVersion

__all__ = [
    "CareerLevel",
    "Confidence",
    "Estimate",
    "ExchangeRate",
    "Fact",
    "ImportRejection",
    "ImportRun",
    "Part",
    "Place",
    "PriceLevel",
    "PublishedVersion",
    "Role",
    "SalaryRecord",
    "Skill",
    "Source",
    "Upload",
]
