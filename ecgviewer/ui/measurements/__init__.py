"""Measured values on the screen."""
