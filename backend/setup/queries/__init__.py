"""What the room is asked."""
