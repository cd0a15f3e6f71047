"""What binds the registers taken together: values in, answers out."""
