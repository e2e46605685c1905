"""The list of what was opened together."""
