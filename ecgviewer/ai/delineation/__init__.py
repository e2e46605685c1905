"""The learned delineator."""
