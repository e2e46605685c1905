"""Baselines: the same recordings, labels and seeds as the network, the same scores."""
