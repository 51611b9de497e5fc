"""A pretend Addepar: a believable firm, its runs and files, served as a plain WSGI callable.

Everything is a function of a seed and the wall clock; nothing is stored. This room knows nothing of the
product around it and shares no code with the client that reads it, so that each is a witness against
the other.
"""

from reports_app.sandbox.app import make_app
from reports_app.sandbox.firm import SandboxFirm
from reports_app.sandbox.limits import DOCUMENTED_LIMITS, Limit

__all__ = ["DOCUMENTED_LIMITS", "Limit", "SandboxFirm", "make_app"]
