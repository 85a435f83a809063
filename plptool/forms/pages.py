"""What a browser is shown: pages of the site's look, without scripts."""

from pathlib import Path

from plptool.forms.guard import TOKEN
from plptool.model.i18n import Translate, translator
from plptool.model.version import __version__
from plptool.render.html import FILTERS
from plptool.render.page import TEMPLATES as SHARED
from plptool.render.page import environment

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = {
    "site.css": SHARED / "assets" / "site.css",
    "forms.css": TEMPLATES / "assets" / "forms.css",
}
"""By name, the styles: nothing else of a folder can be asked for."""


class Pages:
    """Fills in the pages' templates.

    Args:
        language: of the pages.
        recorded: the language of what records say.
        title: what the ledger is called.
        token: what each form says, so that it is known for ours.
        translate: into the language, where it says more than the language does.
    """

    def __init__(
        self, language: str, recorded: str, title: str, token: str = "", translate: Translate | None = None
    ) -> None:
        self.translate = translate or translator(language)
        self._made = environment(language, TEMPLATES, self.translate)
        self._made.filters.update(FILTERS)
        other = ""
        if recorded != language:
            other = recorded
        known = self._made.globals
        known["other"] = other
        known["ledger_title"] = title
        known["token_name"] = TOKEN
        known["token"] = token
        known["version"] = __version__

    def filled(self, template: str, **values: object) -> str:
        """A page."""
        page = self._made.get_template(f"{template}.html")
        return page.render(values)
