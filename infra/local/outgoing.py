"""Shows what a local run would have sent: the newest first, and to whom. In the cloud nothing is kept of it."""

import html
import json
from pathlib import Path
from typing import Any

from infra.local.stack import Stack
from infra.local.users import subject, users

PATH = "/pesan-keluar"
_PAGE = Path(__file__).with_name("outgoing.html")
_MOST = 200


def outgoing_page(stack: Stack) -> str:
    """Return the page of all messages, the newest first, at most `_MOST`."""
    names = {subject(login): name for login, name in users(stack).items()}
    journal = Path(stack.environment()["LAPOR_NEWS_FILE"])
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    sent = [json.loads(line) for line in lines[-_MOST:]]
    # A folder of an earlier version holds lines that were no messages yet.
    shown = "".join(_shown(one, names) for one in reversed(sent) if "text" in one)
    return _PAGE.read_text(encoding="utf-8").replace("{messages}", f"<ol>{shown}</ol>" if shown else "<p>Belum ada pesan.</p>")


def _shown(message: dict[str, Any], names: dict[str, str]) -> str:
    to = ", ".join(names.get(sub, sub) for sub in message["to"])
    parts = (f"Kepada {to}, {message['at']}", message["subject"], message["text"])
    who, what, text = map(html.escape, parts)
    return f"<li><strong>{what}</strong><br>{who}<br>{text}</li>"
