"""Published limits, each once."""
