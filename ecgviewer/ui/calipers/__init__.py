"""Measuring by hand."""
