"""What binds in procurement, noun by noun: values in, answers out."""
