"""What a reader measures by moving lines."""
