"""The app of the guides."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Guides"

    def ready(self) -> None:
        from articles import signals  # noqa: F401  connects the receivers
        from articles.claims import signals as claims_signals  # noqa: F401  after them: the ledger quotes what they did
        from articles.comments import signals as comments_signals  # noqa: F401
