"""The app of the records."""

from django.apps import AppConfig


class SalariesConfig(AppConfig):
    name = "salaries"
    verbose_name = "Records"

    def ready(self) -> None:
        from salaries import signals  # noqa: F401  connects the receivers
