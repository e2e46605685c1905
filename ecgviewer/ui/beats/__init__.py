"""Beats over each other and the median beat."""
