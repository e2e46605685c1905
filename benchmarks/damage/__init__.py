"""Files damaged by chance, and what comes of opening them."""
