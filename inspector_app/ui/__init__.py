"""The screen. It shows and asks; rules live in `domain`, changes go through the session. The only place that knows Qt."""
