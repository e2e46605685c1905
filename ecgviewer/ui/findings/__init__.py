"""Statements of the network and their evidence."""
