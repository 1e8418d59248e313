"""What the system does, one verb a module, speaking of domain things and ports only."""
