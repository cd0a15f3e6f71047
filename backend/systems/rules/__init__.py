"""What may be granted and delivered, what is too small to be shown, and what sharing an office brings with it."""
