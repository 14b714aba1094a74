"""Every kind of public page of the sample, by address."""

GUIDE = "/articles/ml-careers-asia-2026/"
RECORD = "/salaries/singapore-ml-engineer-morgan-mckinley-2026/"
CHART_SOURCE = "digitaldefynd-morgan-mckinley-second-talent-2026"
ROLE = "machine-learning-engineer"

PAGES = (
    "/",
    "/articles/",
    "/articles/?topic=seoul",
    GUIDE,
    "/articles/mid-level-to-senior/",
    "/articles/seoul-ml-engineer-2026/",
    "/authors/guide-site-editors/",
    "/cities/",
    f"/cities/?source={CHART_SOURCE}",
    "/cities/?country=nowhere",
    "/cities/singapore/",
    "/cities/tokyo/",
    "/countries/vietnam/",
    "/countries/japan/",
    "/estimate/",
    f"/estimate/?place=vietnam&role={ROLE}",
    f"/estimate/?place=asia&role={ROLE}&level=senior&year=2026",
    "/estimate/?place=tokyo&role=ai-engineer",
    "/estimate/?place=atlantis&role=wizard&level=x&year=soon",
    "/levels/",
    "/levels/senior/",
    f"/roles/{ROLE}/",
    "/roles/data-scientist/",
    "/roles/average-outside-it/",
    "/skills/",
    "/salaries/",
    "/salaries/?level=senior&sort=-pay",
    RECORD,
    "/sources/",
    "/sources/ecb-reference-rates/",
    "/sources/statista/",
    f"/sources/{CHART_SOURCE}/",
    "/methodology/",
    "/share/cities/",
    "/search/",
    "/search/?q=machine+learning",
    "/search/?q=sinagpore&type=city",
    "/search/?q=quantum+wizard",
    "/newsletter/",
)
MISSING = "/cities/atlantis/"
