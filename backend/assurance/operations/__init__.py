"""Acts on frameworks, answers and evidence."""
