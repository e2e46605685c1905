"""The words of the interface and their translation."""
