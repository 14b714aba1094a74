"""manage.py ensure_admin: a first superuser, so that a new site can be signed in to."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string


class Command(BaseCommand):
    help = "Create the superuser 'admin' with a random password, printed once. Does nothing if there is a superuser."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists() or users.filter(username="admin").exists():
            return
        password = get_random_string(20)
        users.create_superuser("admin", password=password)
        self.stdout.write(f"Sign in at /admin/ as admin with the password {password} (it is shown this once).")
