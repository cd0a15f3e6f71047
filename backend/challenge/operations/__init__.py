"""Keeping what was asked, and what became of it."""

from backend.challenge.operations.asking import Asked, ask
from backend.challenge.operations.settling import change, take_step

__all__ = ["Asked", "ask", "change", "take_step"]
