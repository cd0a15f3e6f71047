"""Reading, noun by noun. Views are frozen; no statement in a loop."""
