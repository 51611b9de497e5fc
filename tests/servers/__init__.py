"""Real servers for tests: PostgreSQL and Redis from Debian's packages, on loopback, ended by their own id."""
