"""The window and the page: the only layer that knows Qt."""
