"""Published criteria."""
