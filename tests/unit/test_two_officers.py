"""Two officers and a family write to one report at once, as the console does: nothing of it is lost, nothing is there twice."""

import os
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from chalice.app import Chalice
from chalicelib.domain.errors import NotAllowedNow, StaleVersion
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import actions
from chalicelib.entrypoints import forms, public_api
from chalicelib.entrypoints.http.routes import register
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts
from tests.support.html_forms import encoded
from tests.support.http import Surface

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


# The suite takes 1,000; LEAK_SEQUENCES=10000 takes as many.
SEQUENCES = int(os.environ.get("LEAK_SEQUENCES", "1000"))
NOTES = ("note", "done")
OFFICERS = ("identify", "investigate", "clarify", "note", "tell", "ask", "answer", "close", "take", "hand_back", "respond")
FAMILIES = ("message", "reply", "object", "withdraw", "confirm", "ask_erasure", "keep_data")


def test_no_note_and_no_officers_name_is_in_any_answer_to_the_holder_of_a_code() -> None:
    """The page, its data and its export say all that was ever said: one look at the end of each sequence sees every step."""
    ports = FakePorts()
    for staff in samples.STAFF:
        ports.staff.put(staff)
    app = Chalice(app_name="lapor-pkh", configure_logs=False)
    register(app, lambda: ports, [*public_api.ROUTES, *forms.ROUTES], authorizer=None)
    surface = Surface(app)
    told, steps = Counter[str](), Counter[str]()
    for seed in range(SEQUENCES):
        chance, held = random.Random(seed), samples.credentials(seed)
        submit_report(ports, replace(samples.report(), subject=None), held)
        secret: set[str] = {staff.name for staff in samples.STAFF}
        for place in range(8):
            ports.wait(timedelta(hours=1))
            ticket = ports.tickets.get(held.number)
            row = actions()[chance.choice(OFFICERS if chance.random() < 0.7 else FAMILIES)]
            answers = samples.answers_to(row, ticket, ports.now())
            answers |= {name: f"rahasia {name} {seed}-{place}" for name in NOTES if name in answers}
            answers |= {name: f"untuk keluarga {seed}-{place}" for name in ("message", "question") if name in answers}
            try:
                if row.id in OFFICERS:
                    act(ports, RINA, held.number, row.id, ticket.version, answers)
                else:
                    act_for_family(ports, held.number, held.code, row.id, answers, f"{seed:08x}{place:08x}")
            except NotAllowedNow:
                continue
            steps[row.id] += 1
            secret |= {text for name, text in answers.items() if name in NOTES}
        body = {"number": str(held.number), "access_code": held.code.digits}
        said = [
            surface.post("/api/v1/tickets/open", body),
            surface.post("/api/v1/tickets/export", body),
            surface.send_form("/formulir/status", encoded(body.items())),
        ]
        for answer in said:
            assert answer.status == 200, (seed, answer.text)
            assert not [one for one in secret if one in answer.text], (seed, answer.text)
            told["family"] += answer.text.count("untuk keluarga")
        del ports.tickets.files[held.number]
    assert told["family"] > SEQUENCES, "what was meant for the family is there"
    assert {*OFFICERS, *FAMILIES} == set(steps), "each of them was taken somewhere"
