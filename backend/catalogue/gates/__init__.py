"""The gates after shape. Each takes a draft and yields the problems that it finds."""
