"""Columns of the room's tables."""
