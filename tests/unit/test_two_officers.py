"""Two officers and a family write to one report at once, as the console does: nothing of it is lost, nothing is there twice."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from chalicelib.domain.errors import NotAllowedNow, StaleVersion
from chalicelib.domain.events import part_name
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import actions
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER, CODE = samples.number(1), samples.credentials(1).code
RINA = samples.PASIR_SAKTI_OFFICER
INTERLEAVINGS = 1_000


@dataclass
class Desk:
    """One officer's console: the version that it shows, and what is written there and not yet known to be stored."""

    staff: Staff
    once: str
    version: int = 0
    waiting: list[tuple[str, str]] = field(default_factory=list)  # (field, text)
    said: list[tuple[str, str]] = field(default_factory=list)

    def show(self, ports: FakePorts) -> None:
        self.version = ports.tickets.get(NUMBER).version

    def write(self, name: str, text: str) -> None:
        self.waiting.append((name, text))
        self.said.append((name, text))

    def send(self, ports: FakePorts, chance: random.Random) -> None:
        """Press the button; a stale one is shown anew and pressed again later, a lost answer is sent again under its mark."""
        if not self.waiting:
            return
        name, text = self.waiting[0]
        action = "note" if name == "note" else "tell"
        try:
            act(ports, self.staff, NUMBER, action, self.version, {name: text}, self.once)
        except StaleVersion:
            self.show(ports)
            return
        if chance.random() < 0.2:
            return  # the answer is lost: the text stays, and so does its mark
        self.waiting.pop(0)
        self.once = f"{chance.getrandbits(64):016x}"
        self.show(ports)


def test_in_a_thousand_interleavings_no_text_is_lost_and_no_reply_is_there_twice() -> None:
    for seed in range(INTERLEAVINGS):
        chance = random.Random(seed)
        ports = FakePorts()
        submit_report(ports, replace(samples.report(), subject=None), samples.credentials(1))
        # Two sign-ins of one desk: the second stands in for the first, and both may write.
        desks = [Desk(RINA, f"{seed:08x}{place:08x}") for place in range(2)]
        for desk in desks:
            desk.show(ports)
        family: list[str] = []
        for place in range(12):
            desk = chance.choice(desks)
            match chance.randrange(4):
                case 0:
                    desk.write("note", f"catatan {seed}-{place}")
                case 1:
                    desk.write("message", f"pesan {seed}-{place}")
                case 2:
                    family.append(f"keluarga {seed}-{place}")
                    act_for_family(ports, NUMBER, CODE, "message", {"message": family[-1]}, f"{seed:08x}{place:08x}")
                case _:
                    desk.send(ports, chance)
        for desk in desks:
            for _ in range(200):
                desk.send(ports, chance)
            assert not desk.waiting, seed
        stored = read_ticket(ports, RINA, NUMBER)[0].texts.values()
        expected = Counter([text for desk in desks for _, text in desk.said] + family)
        assert Counter(stored) == expected, seed


OFFICERS = ("identify", "investigate", "clarify", "note", "tell", "ask", "answer", "close", "take", "hand_back", "respond")
FAMILIES = ("message", "reply", "object", "withdraw", "confirm", "ask_erasure", "keep_data")


def test_no_note_and_no_officers_name_is_in_what_the_holder_of_a_code_is_given() -> None:
    """The use case is the one source of every answer to a holder; what forms and JSON make of it is held elsewhere."""
    for seed in range(INTERLEAVINGS):
        chance = random.Random(seed)
        ports = FakePorts()
        for staff in samples.STAFF:
            ports.staff.put(staff)
        submit_report(ports, replace(samples.report(), subject=None), samples.credentials(1))
        secret: set[str] = {staff.name for staff in samples.STAFF}
        for place in range(8):
            ports.wait(timedelta(hours=1))
            ticket = ports.tickets.get(NUMBER)
            try:
                if chance.random() < 0.7:
                    row = actions()[chance.choice(OFFICERS)]
                    answers = samples.answers_to(row, ticket, ports.now())
                    answers |= {name: f"rahasia {name} {seed}-{place}" for name in ("note", "done") if name in answers}
                    secret |= {text for name, text in answers.items() if name in ("note", "done")}
                    act(ports, RINA, NUMBER, row.id, ticket.version, answers)
                else:
                    row = actions()[chance.choice(FAMILIES)]
                    answers = samples.answers_to(row, ticket, ports.now())
                    act_for_family(ports, NUMBER, CODE, row.id, answers, f"{seed:08x}{place:08x}")
            except NotAllowedNow:
                continue
            opened = open_case(ports, NUMBER, CODE)
            said = "\n".join(opened.texts.values())
            assert not [one for one in secret if one in said], (seed, place)
            assert not {part_name(name, event.version) for event in opened.events for name in ("note", "done")} & set(
                opened.texts
            )
