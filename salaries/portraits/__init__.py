"""What the page of one city, country, level or role shows, from stored estimates.

In: the object. Out: the template's context, in a number of queries that does not depend on records, places or roles.
Records are read up to the limits that each module names.
"""

from salaries.portraits.ladder import ladder_context
from salaries.portraits.level import level_context
from salaries.portraits.place import PlacePortrait
from salaries.portraits.role import role_context

__all__ = ["PlacePortrait", "ladder_context", "level_context", "role_context"]
