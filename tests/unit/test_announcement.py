"""What leaves the house by itself is always the same sentence, with the number: whatever was reported, by and about whom."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.adapters.announcement import announcement
from chalicelib.adapters.packaged.files import words
from chalicelib.adapters.sns.announcer import SnsAnnouncer
from chalicelib.domain.reports import categories
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.walls import Wall
from chalicelib.domain.workflow import actions
from chalicelib.usecases.ports.news import News

from infra.local.announcer import JournalAnnouncer
from infra.local.outgoing import outgoing_page
from infra.local.stack import Stack
from infra.local.users import subject
from tests.support import samples
from tests.support.fakes import FakeListeners

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MESSAGES = 5_000


def news(seed: int) -> News:
    chance = random.Random(seed)
    tier, region = chance.choice([(Tier.KECAMATAN, samples.PASIR_SAKTI), (Tier.KABUPATEN, "18.07"), (Tier.PROVINSI, "18")])
    wall = Wall(chance.random() < 0.5, chance.choice([(), samples.named("Joko Contoh")[0]]), ("sub-out",))
    number = samples.number(seed)
    return News(
        number, chance.randrange(1, 40), chance.choice(list(actions())), Desk(tier, region), AT, "OUTBOX#0|x", wall=wall
    )


def test_5000_messages_say_nothing_but_the_number() -> None:
    said = {announcement(one := news(seed), words()).text.replace(str(one.number), "") for seed in range(MESSAGES)}
    assert len(said) == 1, "whatever happened, on whichever desk, the words are the same"
    [text] = said
    telling = {*words()["categories"].values(), *words()["actions"].values(), *words()["statuses"], *categories(), "http", "/"}
    assert not [word for word in telling if word.lower() in text.lower()]


class RecordingSns:
    """An SNS client that notes what it is to send."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def get_subscription_attributes(self, **_: Any) -> dict[str, Any]:
        return {"Attributes": {"PendingConfirmation": "false"}}

    def publish(self, **message: Any) -> None:
        self.sent.append(message)


def test_sns_sends_the_sentence_and_tells_repeats_apart() -> None:
    one, listeners, sns = news(1), FakeListeners(), RecordingSns()
    listeners.put(one.desk, "rina", "arn")
    client: Any = sns
    SnsAnnouncer(client, "topic", listeners, words()).tell_desk(one, ["rina", "nobody-listens"])
    [sent] = sns.sent
    assert sent["Message"] == words()["outgoing"]["officer"].format(number=one.number)
    assert sent["Subject"].isascii()
    assert len(sent["Subject"]) < 100, "SNS takes no longer one"
    told = {name: attribute["StringValue"] for name, attribute in sent["MessageAttributes"].items()}
    assert told == {"to": json.dumps(["rina"]), "number": str(one.number), "version": str(one.version)}


def test_a_local_run_shows_what_would_have_gone_out_the_newest_first(tmp_path: Path) -> None:
    stack = Stack(tmp_path, 1)
    stack.users.write_text('{"pasir-sakti": "Rina <b>Contoh</b>"}')
    assert "Belum ada pesan." in outgoing_page(stack)
    journal = Path(stack.environment()["LAPOR_NEWS_FILE"])
    journal.write_text('{"number": "PKH-0000-0000-0001-1", "to": ["x"]}\n')  # as an earlier version wrote it
    announcer = JournalAnnouncer(journal, words(), lambda: AT)
    for seed in (1, 2):
        announcer.tell_desk(news(seed), [subject("pasir-sakti")])
    page = outgoing_page(stack)
    assert page.index(str(samples.number(2))) < page.index(str(samples.number(1)))
    assert page.count("Rina &lt;b&gt;Contoh&lt;/b&gt;") == 2
    assert page.count("<li>") == 2
