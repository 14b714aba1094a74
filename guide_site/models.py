"""Models of the site as a whole, for Django to find."""

from guide_site.search.models import SearchEntry

__all__ = ["SearchEntry"]
