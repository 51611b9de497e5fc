"""The admin: configuration and raw records, read-only for everything mirrored."""
