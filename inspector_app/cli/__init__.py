"""The command line: everything that works without a screen. A public interface; its names and columns are stable."""
