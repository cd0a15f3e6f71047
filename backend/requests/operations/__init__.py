"""What is done to requests for information. Each module holds the acts of one step."""
