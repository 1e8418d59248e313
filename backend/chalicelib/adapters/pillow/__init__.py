"""What is done to photos with Pillow."""
