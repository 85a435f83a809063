"""What stands above a document that leaves the office: from whom, to whom, which matter, and of which day."""

from dataclasses import dataclass

from plptool.model.i18n import Translate
from plptool.model.plain import Data, part, text_if_any
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Paragraph, grid


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Each as it is to stand there; what is None is not said."""

    sender: str | None = None
    recipient: str | None = None
    registry: str | None = None
    """The matter's registry number."""
    dated: str | None = None
    """The document's day, as records write days; by nothing else than who asks for the document is it known."""

    def over(self, other: "Letterhead") -> "Letterhead":
        """What this says, and what it leaves unsaid as the other says it."""
        return Letterhead(
            self.sender or other.sender,
            self.recipient or other.recipient,
            self.registry or other.registry,
            self.dated or other.dated,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is said."""
        return self == Letterhead()


def of_manifest(manifest: Data) -> Letterhead:
    """What the manifest says of every document."""
    said = part(manifest, "letterhead")
    sender = text_if_any(said, "sender")
    recipient = text_if_any(said, "recipient")
    registry = text_if_any(said, "registry")
    return Letterhead(sender, recipient, registry)


def above_title(head: Letterhead, _: Translate) -> tuple[Block, ...]:
    """A table of one row, with a column for each that is said; nothing, where nothing is."""
    if head.is_empty:
        return ()
    day = None
    if head.dated:
        day = words.when(head.dated, _, in_text=True)
    columns = (
        Column(_("Sender"), recorded=True),
        Column(_("Recipient"), recorded=True),
        Column(_("Registry number"), whole=True),
        Column(_("Date"), whole=True),
    )
    said = (head.sender, head.recipient, head.registry, day)
    table = grid(columns, [said])
    return (table,)


def below_title(recorded: str, language: str, _: Translate) -> tuple[Block, ...]:
    """In which language the records speak, where that is not the document's."""
    if recorded == language:
        return ()
    name = words.language_in(recorded, language)
    template = _("What the records say is in {language}.")
    sentence = template.format(language=name)
    return (Paragraph(sentence),)
