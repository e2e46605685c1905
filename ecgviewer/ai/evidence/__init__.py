"""Explanations of what a model says."""
