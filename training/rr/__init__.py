"""Training of what RR intervals alone say."""
