"""What the room's other modules and pages read."""
