"""Every register of the house, in the order in which people look for them."""

from backend.concerns.registers import REGISTERS as BREACHES
from backend.facts.registers import Register
from backend.interests.registers import REGISTERS as INTERESTS
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
