"""Every register of the house, in the order in which people look for them, and how each is brought in."""

from backend.concerns.intakes import INTAKES as BREACHES_IN
from backend.concerns.registers import REGISTERS as BREACHES
from backend.facts.bringing_in import Intake
from backend.facts.registers import Register
from backend.interests.intakes import INTAKES as INTERESTS_IN
from backend.interests.registers import REGISTERS as INTERESTS
from backend.procurement.intakes import INTAKES as PROCUREMENT_IN
from backend.procurement.registers import REGISTERS as PROCUREMENT
from backend.scope import NotFound

REGISTERS: tuple[Register, ...] = (*INTERESTS, *PROCUREMENT, *BREACHES)
"""Interests and gifts, procurement decisions, breaches."""


def register_named(register_id: str) -> Register:
    """The register with this id. Raises `NotFound`."""
    for register in REGISTERS:
        if register.id == register_id:
            return register
    raise NotFound("register")


INTAKES: tuple[Intake, ...] = (*INTERESTS_IN, *PROCUREMENT_IN, *BREACHES_IN)
"""How each of them is brought in from a spreadsheet, in the same order."""


def intake_named(register_id: str) -> Intake:
    """How the register with this id is brought in. Raises `NotFound`."""
    for intake in INTAKES:
        if intake.id == register_id:
            return intake
    raise NotFound("register")
