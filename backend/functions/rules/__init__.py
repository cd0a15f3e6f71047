"""What may be written into the register, and what follows from it by days alone."""
