"""Intervals of values, small learnt decisions, medians."""
