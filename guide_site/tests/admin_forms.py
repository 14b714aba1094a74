"""Staff, and the admin's forms as a browser would send them back.

In: a page of the admin. Out: the data of its form, with some of it changed.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.forms import MultiWidget
from django.test import Client


def member_of(group: str) -> User:
    """A member of staff in one group."""
    user = User.objects.create_user(group.lower().rstrip("s"), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(group: str) -> Client:
    """The browser of a member of staff; "Superusers" are in no group."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss") if group == "Superusers" else member_of(group))
    return client


def filled_form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form at `address` would send if only `changes` were typed."""
    form = client.get(address).context["adminform"].form
    data: dict[str, Any] = {}
    for bound in form:
        widget = getattr(bound.field.widget, "widget", bound.field.widget)
        value = bound.value()
        if isinstance(widget, MultiWidget):
            for number, part in enumerate(widget.decompress(value)):
                data[f"{bound.name}_{number}"] = "" if part is None else str(part)
        elif isinstance(value, list | tuple):
            data[bound.name] = [getattr(item, "pk", item) for item in value]
        elif value not in (None, False):
            data[bound.name] = value
    return data | changes


def errors_of(response) -> dict[str, list[str]]:
    """The errors of a form that was sent back."""
    assert response.status_code == 200, response.status_code
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}
