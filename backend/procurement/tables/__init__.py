"""The columns of the room, noun by noun."""
