"""Makes the peer's database with one open queue; unless PEER_MAIL is set, its mail templates go, and it renders no mail."""

import os

import django  # type: ignore[import-not-found]
from django.core.management import call_command  # type: ignore[import-not-found]

django.setup()
call_command("migrate", verbosity=0)

from helpdesk.models import EmailTemplate, Queue  # type: ignore[import-not-found]  # noqa: E402  after the setup

Queue.objects.create(title="PKH", slug="pkh", allow_public_submission=True)
if not os.environ["PEER_MAIL"]:
    EmailTemplate.objects.all().delete()
