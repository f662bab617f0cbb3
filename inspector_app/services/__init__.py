"""Commands and the session: the only way from the screen or the command line to the stored answers."""
