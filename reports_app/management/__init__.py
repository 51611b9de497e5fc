"""The doors for operators: one command a module. It parses, calls one room and prints; it decides nothing."""
