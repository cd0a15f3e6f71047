"""The rules of the room, without database or framework."""
