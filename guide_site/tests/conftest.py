"""Fixtures for tests in a real browser: Debian's Chromium, driven against a server that holds the sample.

Without Chromium these tests skip, and say so.
"""

import os
import shutil

import pytest

# Playwright runs an event loop in the thread of the test, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which is not installed here")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": {"width": 1280, "height": 900}, "locale": "en"}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """Makes `page.goto("/cities/")` lead to the test's own server."""
    return live_server.url


@pytest.fixture(autouse=True)
def kept_for_browsers(request) -> None:
    """A browser is answered as readers are: what it asks for in light and dark, wide and narrow, is rendered once."""
    if request.node.get_closest_marker("browser"):
        request.getfixturevalue("kept_pages")


@pytest.fixture
def complaints(page) -> list[str]:
    """What the browser complains about from now on: script errors, refused resources, failed requests."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("response", lambda answer: found.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    return found
