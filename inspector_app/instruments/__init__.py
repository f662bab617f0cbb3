"""Reads question sets from their folders, says what is wrong with them, and hands them on as domain objects."""
