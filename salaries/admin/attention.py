"""Which records need an editor, and why: the lines of the admin's index page and the choices of its filter."""

from guide_site.admin import Attention
from salaries.models.record import SalaryRecordQuerySet

RECORD_ATTENTION = (
    Attention(
        "unsourced",
        "Records without a named source",
        "A guide states the figure and names nobody for it: find the source, or say that there is none.",
        SalaryRecordQuerySet.unsourced,
    ),
    Attention(
        "no-usd",
        "Records without a figure in US dollars",
        "No exchange rate covers their currency and year: they are in no comparison until one is added.",
        SalaryRecordQuerySet.without_usd,
    ),
    Attention(
        "stale",
        "Stale records",
        "Published, and their year ended more than 18 months ago: look for a newer edition of the source.",
        SalaryRecordQuerySet.stale,
    ),
    Attention(
        "drafts",
        "Draft records",
        "Not published yet: check them against the source, then publish.",
        SalaryRecordQuerySet.drafts,
    ),
)
