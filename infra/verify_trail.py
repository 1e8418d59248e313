"""Holds what is stored against its own trail and the daily roots: `make verify-trail`, everything, one ticket or a desk's.

Prints where each trail that does not hold breaks first, and exits with 1 when one does.
"""

import os
import sys
from collections.abc import Callable

from chalicelib.bootstrap import Adapters
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.settings import settings
from chalicelib.usecases.ports.trail import TicketTrail
from chalicelib.usecases.verify_trail import verify_trail

from infra.deploy import outputs
from infra.environments import named_environment
from infra.local.bootstrap import local_adapters
from infra.local.stack import running_stack


def main() -> int:
    """Verify what NUMBER, or TIER and REGION, name, or everything; return the exit code."""
    found = 0
    for finding in verify_trail(_ports(), _wanted(os.environ)):
        found += 1
        print(f"{finding.of}: entry {finding.found.place}: {finding.found.why}")
    print(f"{found} broken." if found else "Every trail holds.")
    return 1 if found else 0


def _ports() -> Adapters:
    if os.environ.get("ENV"):
        environment = named_environment()
        environment.enter()
        given = outputs(environment)
        return Adapters(settings({"LAPOR_TABLE": given["TableName"], "LAPOR_AUDIT_BUCKET": given["AuditBucket"]}))
    os.environ.update(running_stack().environment())
    return local_adapters()


def _wanted(env: "os._Environ[str]") -> Callable[[TicketTrail], bool] | None:
    if env.get("NUMBER"):
        number = TicketNumber.parse(env["NUMBER"])
        return lambda trail: trail.number == number
    if env.get("REGION"):
        desk = Desk(Tier(env.get("TIER", Tier.KABUPATEN)), env["REGION"])
        return lambda trail: trail.ticket is not None and (trail.ticket.desk == desk or desk in trail.ticket.watchers)
    return None


if __name__ == "__main__":
    sys.exit(main())
