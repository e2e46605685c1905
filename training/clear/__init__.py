"""Pretraining of CLEAR."""
