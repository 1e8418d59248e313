"""What was written with the events of one ticket, sealed and unsealed by compartment. Each key is opened at most once."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import fields
from chalicelib.usecases.ports import WithVault
from chalicelib.usecases.ports.seals import Sealer
from chalicelib.usecases.ports.tickets import OWN_WORDS, STATEMENT


class SealedParts:
    """The parts of `ticket`, by the names that `events.part_name` gives them."""

    def __init__(self, ports: WithVault, ticket: Ticket) -> None:
        self._ports = ports  # whose vault is asked for only when there is anything to seal: the sweep has none
        self._ticket = ticket
        self._sealers: dict[Compartment, Sealer] = {}

    def seal(self, texts: Mapping[str, str]) -> tuple[Mapping[str, bytes], Mapping[Compartment, bytes]]:
        """Return (the parts sealed, the wrapped keys that the ticket has more by it). Raises StoreBusy."""
        sealed: dict[str, bytes] = {}
        keys: dict[Compartment, bytes] = {}
        for compartment in Compartment:
            parts = {name: text.encode() for name, text in texts.items() if compartment_of(name) is compartment}
            if not parts:
                continue
            if compartment in self._ticket.keys:
                sealed |= {name: self._sealer(compartment).seal(name, text) for name, text in parts.items()}
            else:
                new_keys, boxes = self._ports.vault.seal_new(self._ticket.number, {compartment: parts})
                keys, sealed = {**keys, **new_keys}, {**sealed, **boxes}
        return sealed, keys

    def unseal(self, sealed: Mapping[str, bytes], compartments: Iterable[Compartment]) -> Mapping[str, bytes]:
        """Return the parts of these compartments as they were; raises ValueError when one was tampered with, StoreBusy."""
        texts: dict[str, bytes] = {}
        for compartment in compartments:
            parts = {name: box for name, box in sealed.items() if compartment_of(name) is compartment}
            if parts:
                texts |= self._sealer(compartment).unseal(parts)
        return texts

    def _sealer(self, compartment: Compartment) -> Sealer:
        if compartment not in self._sealers:
            ticket = self._ticket
            self._sealers[compartment] = self._ports.vault.sealer(ticket.number, ticket.keys, compartment)
        return self._sealers[compartment]


def compartment_of(part: str) -> Compartment:
    """Return where a part lies: that of the field it answers."""
    name = part.rpartition("-")[0] or part
    if name == OWN_WORDS:
        return Compartment.TALK
    return Compartment.CASE if name == STATEMENT else fields()[name].compartment
