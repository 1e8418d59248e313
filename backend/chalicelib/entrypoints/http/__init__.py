"""What every audience shares: routes, bodies, fields, errors and the documents made of them."""
