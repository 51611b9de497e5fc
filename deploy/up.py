"""`make up`: one command from a fresh clone to a running Runledger, and nothing left behind when it ends.

Words that every Python 3 can read up to the version check, so that an old one can be told what is missing.
"""

import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)


def main(arguments: "list[str]") -> int:
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        print(
            "Runledger needs Python 3.11 or newer; this is " + found + ". Install python3.11 and try again."
        )
        return 7
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from deploy.session import run_session

    return run_session(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
