"""The machine that the program runs on: where things lie, settings, log and crash log, whole files. No Qt."""
