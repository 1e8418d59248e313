"""Prints a bearer token for the running local stack: `python -m infra.local.token LOGIN`."""

import sys

from infra.local.signin import Refused, access_token
from infra.local.stack import running_stack
from infra.local.users import users


def main() -> None:
    """Print the token of the login named on the command line; raises SystemExit when nobody has that login."""
    stack = running_stack()
    login = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        print(access_token(stack, login))
    except Refused:
        raise SystemExit(f"STAFF must be one of: {', '.join(users(stack))}") from None


if __name__ == "__main__":
    main()
