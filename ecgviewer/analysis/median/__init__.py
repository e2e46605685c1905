"""Median beats and their fiducials."""
