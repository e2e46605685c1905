"""Pretraining, fine-tuning and evaluation of the bundled encoders."""
