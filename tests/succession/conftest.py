"""What was written, as the tests of the house tell it."""

from tests.house.conftest import footprint, superuser
from tests.meetings.conftest import folder

__all__ = ["folder", "footprint", "superuser"]
