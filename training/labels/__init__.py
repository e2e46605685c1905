"""What recordings are asked and what is true of them."""
