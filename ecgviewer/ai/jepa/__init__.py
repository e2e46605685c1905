"""ECG-JEPA: a Transformer on patches of eight leads of the raw signal."""
