"""What was written, as the tests of the house tell it."""

from tests.house.conftest import footprint, superuser

__all__ = ["footprint", "superuser"]
