"""How the registers that this room keeps are brought in from spreadsheets."""

from backend.facts.bringing_in import Intake
from backend.interests.gift_intake import GIFTS_IN
from backend.interests.interest_intake import INTERESTS_IN

INTAKES: tuple[Intake, ...] = (INTERESTS_IN, GIFTS_IN)
