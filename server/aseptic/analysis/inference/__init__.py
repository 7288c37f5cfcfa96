"""Types: a process of its own infers what methods are called on. It reads sources and stubs, and runs none of them."""
