"""The whole product on one machine: site, both surfaces, sign-in, a durable engine. Everything binds to 127.0.0.1."""
