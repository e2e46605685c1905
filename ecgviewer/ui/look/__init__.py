"""Colours, sizes, settings, and small widgets."""
