"""Filters and noise."""
