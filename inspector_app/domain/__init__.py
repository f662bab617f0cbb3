"""What the inspection is about, in plain Python: no I/O, no clock, no randomness, standard library only."""
