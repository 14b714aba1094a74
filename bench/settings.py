"""The site's own settings, with the bench's addresses beside the site's."""

from guide_site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
