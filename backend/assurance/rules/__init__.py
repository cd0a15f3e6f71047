"""What is true of frameworks, answers and evidence without asking anything outside."""
