"""The CLEAR-HUG family: beat tokens, encoder, heads."""
