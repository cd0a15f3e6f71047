"""Files of their own for each test, and a stage to act on."""

from tests.meetings.conftest import folder, stage

__all__ = ["folder", "stage"]
