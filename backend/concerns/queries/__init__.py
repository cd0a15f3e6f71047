"""Reading concerns: for those who handle them, for those who raised them, and the breaches for everybody."""
