"""Tables of the room, by noun."""
