"""What the client asks for, one module a request."""
