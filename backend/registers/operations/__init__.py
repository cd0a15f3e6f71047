"""Acting, noun by noun."""
