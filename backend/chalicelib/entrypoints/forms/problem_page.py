"""Any error of a form, as a page with one sentence and the way back."""

from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import Reply, response_to


def show_error(ports: Front, error: Exception) -> Reply:
    """Return an error as a page. The sentence is that of its code; what was typed is not repeated."""
    response = response_to(error)
    sentence = ports.words["errors"][response.code]
    title = ports.words["pages"]["problem_title"]
    return Reply(ports.pages.render("problem_page", title, {"title": title, "sentence": sentence}), response.status)
