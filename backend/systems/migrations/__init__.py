"""What is done to the tables of the room, in order."""
