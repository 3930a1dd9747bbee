"""A mail server for tests and the demo: takes mail on loopback, keeps it in a file, and can be unkind on demand."""
