"""Writing JSON:API with the standard library: documents, errors, query parameters, page links.

Used by whatever serves the contract (the re-served API, the sandbox). Nothing here reads an upstream's
answer, knows a route, a model or a web framework, or opens a socket.
"""
