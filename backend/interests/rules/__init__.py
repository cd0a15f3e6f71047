"""What binds, noun by noun: values in, answers out; no row, no clock, no framework."""
