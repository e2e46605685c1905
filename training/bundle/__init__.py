"""Export of what the program ships."""
