"""What is packaged with the functions: region and word files."""
