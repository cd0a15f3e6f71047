"""The tables of functions: the register, agreements on delegation, and plans of transfer."""
