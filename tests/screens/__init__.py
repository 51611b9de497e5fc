"""Pictures of every page, from the real product over the sandbox: `make screenshots`."""
