"""Keys held in a file, for the local run."""
