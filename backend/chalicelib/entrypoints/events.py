"""What AWS itself calls: the table's stream, the queue of arrived photos and the schedule."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import LaporError
from chalicelib.entrypoints.front import FromStream, Opener
from chalicelib.logs import log_failure, log_job
from chalicelib.usecases import see_contact as use_contact
from chalicelib.usecases import sweep_deadlines as use_case
from chalicelib.usecases.clean_photo import clean_photo
from chalicelib.usecases.deliver_news import STREAM_GRACE, deliver_news, sweep_outbox
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.ports.news import DeskUnheard
from chalicelib.usecases.seal_trail import seal_trail as seal_trail_today

_INSERT = "INSERT"


def deliver_from_stream(ports: FromStream, event: Mapping[str, Any]) -> dict[str, Any]:
    """Deliver the news of a stream batch in order; answer with the first record that failed, to be tried again from there.

    The event source mapping lets only outbox rows through. Its failure queue gets metadata alone, so what it gives up on
    is left to the sweep.
    """
    delivered = 0
    for record in event["Records"]:
        try:
            if record["eventName"] != _INSERT:
                continue
            deliver_news(ports, ports.stream.decode(record["dynamodb"]["NewImage"]))
        except DeskUnheard:
            # Trying again at once mends nothing and holds up the others: it stays in the outbox, and the sweep fails by it.
            log_job("desk_unheard", left=1)
            continue
        except Exception as failure:  # one record must not lose the others their answer
            log_failure(failure)
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
        delivered += 1
    log_job("deliver_from_stream", delivered=delivered)
    return {"batchItemFailures": []}


def clean_photos(ports: Ports, event: Mapping[str, Any]) -> dict[str, Any]:
    """Clean the photos that a batch of the queue tells of; answer with the messages that failed, to be tried again."""
    cleaned, failed = 0, []
    for message in event["Records"]:
        try:
            for arrival in ports.photo_files.arrivals(message["body"]):
                clean_photo(ports, arrival)
                cleaned += 1
        except Exception as failure:  # one message must not lose the others their answer
            log_failure(failure)
            failed.append({"itemIdentifier": message["messageId"]})
    log_job("clean_photos", cleaned=cleaned, failed=len(failed))
    return {"batchItemFailures": failed}


def sweep(ports: Ports, grace: timedelta = STREAM_GRACE) -> None:
    """Deliver what the stream left after `grace`; an undelivered rest fails the run, so that its alarm sounds."""
    try:
        log_job("sweep_outbox", delivered=sweep_outbox(ports, grace))
    except Exception as failure:
        log_failure(failure)
        raise RuntimeError("news not delivered") from None


def open_contact(ports: Opener, event: Mapping[str, Any]) -> dict[str, Any]:
    """Open a contact for the officer whose token comes with it; answer with it, or with the name of the error.

    The token is verified here once more: whoever calls this function is not taken at their word.
    """
    try:
        staff = ports.staff.get(ports.tokens.subject(event["token"]))
        contact = use_contact.open_contact(ports, staff, TicketNumber(event["number"]), event["event"])
    except LaporError as error:
        log_job("contact_refused", refused=1)
        return {"error": type(error).__name__}
    except Exception as failure:
        log_failure(failure)
        raise RuntimeError("contact not opened") from None
    log_job("contact_opened", opened=1)
    return {"contact": asdict(contact)}


def seal_trail(ports: Ports) -> None:
    """Write down where every trail ends today; a failure fails the run, so that its alarm sounds."""
    try:
        log_job("seal_trail", trails=seal_trail_today(ports))
    except Exception as failure:
        log_failure(failure)
        raise RuntimeError("trail not sealed") from None


def sweep_deadlines(ports: Ports) -> None:
    """Do what the rules of time want of what is due; what could not be done fails the run, so that its alarm sounds."""
    try:
        log_job("sweep_deadlines", **use_case.sweep_deadlines(ports))
    except Exception as failure:
        log_failure(failure)
        raise RuntimeError("deadlines not kept") from None
