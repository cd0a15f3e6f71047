"""Reading frameworks, answers and evidence."""
