"""What models say, and metrics."""
