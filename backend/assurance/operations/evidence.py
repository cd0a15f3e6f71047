"""Keeping evidence."""

from backend.assurance.operations.relying import rely, rely_no_longer

__all__ = ["rely", "rely_no_longer"]
