"""The chase as people look at it: ladders as pictures, the forecast as rows and bars, and a tenant simulated."""
