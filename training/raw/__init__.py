"""What networks on the raw signal share in training: data, pretraining, teaching."""
