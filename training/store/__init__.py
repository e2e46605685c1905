"""Recordings read once: tokens, signals, duplicates, splits."""
