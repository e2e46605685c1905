"""The commands that need no window, and the JSON they print."""
