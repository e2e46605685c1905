"""The window, which puts the rooms together."""
