"""What is done to concerns."""
