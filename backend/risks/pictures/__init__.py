"""What risks look like, drawn from plain values: heat map, movement, trajectory, assurance map, each with its table."""
