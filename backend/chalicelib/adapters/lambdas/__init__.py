"""Functions of our own that other functions call."""
