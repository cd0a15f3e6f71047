"""Migrations of the room, in their order."""
