"""Reading what is longer than a page."""
