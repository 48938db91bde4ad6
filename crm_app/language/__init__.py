"""The offline engine: what a text says, judged without a model provider. Pure Python and numpy."""
