"""What the front page of a tenant shows, noun by noun: what waits for the visitor, and numbers with their lists."""
