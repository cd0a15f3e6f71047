"""A stage with a committee, its people and a meeting, and a risk on the register."""

from tests.meetings.conftest import folder, stage

__all__ = ["folder", "stage"]
