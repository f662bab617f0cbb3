"""The screen. It shows and asks; rules live in `domain`, changes go through the session. Only this package knows Qt."""
