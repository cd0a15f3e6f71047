"""The part of a decision's form that a body fills in which votes by class: the numbers of each class."""

from typing import Any

from pydantic import Field

from backend.catalogue.voting import MOST_CLASSES
from backend.sittings import rules
from backend.web import forms


class ClassVotes(forms.Form):
    """`class_1` is the name by which the first class is kept; its numbers follow."""

    class_1: str | None = Field(None, max_length=80, description="the first class")
    class_1_for: int = Field(0, ge=0, le=999, description="votes for of the first class")
    class_1_against: int = Field(0, ge=0, le=999, description="votes against of the first class")
    class_1_abstained: int = Field(0, ge=0, le=999, description="votes abstaining of the first class")
    class_2: str | None = Field(None, max_length=80, description="the second class")
    class_2_for: int = Field(0, ge=0, le=999, description="votes for of the second class")
    class_2_against: int = Field(0, ge=0, le=999, description="votes against of the second class")
    class_2_abstained: int = Field(0, ge=0, le=999, description="votes abstaining of the second class")
    class_3: str | None = Field(None, max_length=80, description="the third class")
    class_3_for: int = Field(0, ge=0, le=999, description="votes for of the third class")
    class_3_against: int = Field(0, ge=0, le=999, description="votes against of the third class")
    class_3_abstained: int = Field(0, ge=0, le=999, description="votes abstaining of the third class")
    class_4: str | None = Field(None, max_length=80, description="the fourth class")
    class_4_for: int = Field(0, ge=0, le=999, description="votes for of the fourth class")
    class_4_against: int = Field(0, ge=0, le=999, description="votes against of the fourth class")
    class_4_abstained: int = Field(0, ge=0, le=999, description="votes abstaining of the fourth class")
    class_5: str | None = Field(None, max_length=80, description="the fifth class")
    class_5_for: int = Field(0, ge=0, le=999, description="votes for of the fifth class")
    class_5_against: int = Field(0, ge=0, le=999, description="votes against of the fifth class")
    class_5_abstained: int = Field(0, ge=0, le=999, description="votes abstaining of the fifth class")

    @property
    def classes(self) -> tuple[rules.ClassTally, ...]:
        """What was entered for each class; what each is called is known where the vote is recorded."""
        return tuple(
            rules.ClassTally(
                id=class_id,
                name=class_id,
                votes_for=getattr(self, f"class_{row}_for"),
                against=getattr(self, f"class_{row}_against"),
                abstained=getattr(self, f"class_{row}_abstained"),
            )
            for row in range(1, MOST_CLASSES + 1)
            if (class_id := getattr(self, f"class_{row}")) is not None
        )


def shown(tally: rules.Tally) -> dict[str, Any]:
    """The fields of a decision that was recorded, so that what was wrong can be put right."""
    found: dict[str, Any] = {}
    for row, each in enumerate(tally.classes, start=1):
        found |= {
            f"class_{row}": each.id,
            f"class_{row}_for": each.votes_for or "",
            f"class_{row}_against": each.against or "",
            f"class_{row}_abstained": each.abstained or "",
        }
    return found
