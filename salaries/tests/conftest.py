"""A small world of its own, for tests whose numbers should fit on a hand."""

import pytest

from salaries.tests.making import a_small_world


@pytest.fixture
def small_world(make_world) -> None:
    make_world(a_small_world)
