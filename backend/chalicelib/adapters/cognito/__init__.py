"""Staff sign-ins of an OpenID Connect issuer, Cognito in the cloud."""
