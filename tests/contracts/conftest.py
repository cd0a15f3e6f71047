"""A stage with a committee, its people and a meeting."""

from tests.meetings.conftest import folder, stage

__all__ = ["folder", "stage"]
