"""How the product is put somewhere: templates, packaging and deployment to AWS, and the local run."""
