"""Pure rules of measures: statements that differ, how a measure stands against its targets, and what stands out."""
