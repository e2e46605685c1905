"""Measured values, each with an interval or a reason for none."""
