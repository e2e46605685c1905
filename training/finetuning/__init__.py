"""Fine-tuning of an encoder with its head."""
