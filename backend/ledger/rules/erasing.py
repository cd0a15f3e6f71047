"""What may be refused when a person's details are to be erased. Pure."""

from backend.scope import Refusal


class UnableToErase(Refusal):
    """The details can't be erased, or not like that."""
