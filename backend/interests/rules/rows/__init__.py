"""Rows of old registers of this room: what a row says, and a sentence for every cell that can't be read."""
