"""The tables of the room: what is kept of risks, every version of it, and how the room is settled."""
