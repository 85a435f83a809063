"""Who may ask: the browser to which the one-time code was given, on a page of ours, and nobody else.

Other programs and other pages can reach this machine's own address too: a page that calls itself by a name which leads
here, a form elsewhere that is sent here, somebody else who is logged in. None of them has what is asked for here.
"""

from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest, token_urlsafe
from threading import Lock

from plptool.forms.asked import Asked, RefusedError, first
from plptool.model.findings import Message

TOKEN = "token"  # noqa: S105 - the name of a field, and no secret
"""What the field of a form is called in which its page says that it is ours."""
CODE = "code"
"""What the one-time code is called in the address."""
_OURS = (None, "same-origin", "none")
"""What a browser says of where a page of ours is asked for: by the reader, or on another page of ours."""
_NOT_OURS = Message("This page is for the browser that plptool opened. Close it here, and start `plptool edit` again.")
_USED = Message("This address was used already, or is not the one that was given. Start `plptool edit` again.")
_ELSEWHERE = Message("This was asked for by a page of somebody else's, and nothing was done.")


class Guard:
    """Knows the one browser that may ask."""

    def __init__(self, host: str) -> None:
        self.host = host
        """The only name by which this may be asked: an address of this machine, and the port."""
        self.token = token_urlsafe(32)
        """What stands in each of our forms, and in nobody else's."""
        self._code = token_urlsafe(32)
        self._session = token_urlsafe(32)
        self._once = Lock()
        self._is_used = False
        _, _, port = host.rpartition(":")
        self._cookie = f"plptool-edit-{port}"

    @property
    def origin(self) -> str:
        """What a browser calls the place from which our pages come."""
        return f"http://{self.host}"

    @property
    def address(self) -> str:
        """Where the browser begins; it works once."""
        return f"{self.origin}/?{CODE}={self._code}"

    @property
    def cookie(self) -> str:
        """What the browser is given for the code. Pages elsewhere cannot have it sent, and no script can read it."""
        return f"{self._cookie}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def is_entry(self, asked: Asked) -> bool:
        """Whether a browser comes with a code."""
        if asked.method != "GET":
            return False
        is_of_first_page = not asked.path
        return is_of_first_page and CODE in asked.query

    def enter(self, asked: Asked) -> None:
        """Take the code, once.

        Raises:
            RefusedError: it is another, or was taken already.
        """
        self._must_name_us(asked)
        given = first(asked.query, CODE)
        with self._once:
            is_right = _same(given, self._code)
            if not is_right or self._is_used:
                raise RefusedError(403, _USED)
            self._is_used = True

    def knows(self, asked: Asked) -> bool:
        """Whether our browser asks, as far as that is known before what it sends is read."""
        if not self._names_us(asked):
            return False
        return self._is_in_session(asked)

    def admit(self, asked: Asked) -> None:
        """See that our browser asks, from where it may.

        Raises:
            RefusedError: it does not.
        """
        self._must_name_us(asked)
        if not self._is_in_session(asked):
            raise RefusedError(403, _NOT_OURS)
        site = asked.headers.get("sec-fetch-site")
        if site not in _OURS:
            raise RefusedError(403, _ELSEWHERE)
        if asked.method == "POST":
            self._must_be_our_form(asked, site)

    def _names_us(self, asked: Asked) -> bool:
        """A name that leads here is not ours: a page elsewhere may have given it to this machine's address."""
        return asked.headers.get("host") == self.host

    def _must_name_us(self, asked: Asked) -> None:
        if not self._names_us(asked):
            raise RefusedError(403, _NOT_OURS)

    def _must_be_our_form(self, asked: Asked, site: str | None) -> None:
        origin = asked.headers.get("origin")
        # Our pages tell nobody where they are (no-referrer), so that a browser may say of them that it does not know.
        is_untold = origin == "null" and site == "same-origin"
        if origin != self.origin and not is_untold:
            raise RefusedError(403, _ELSEWHERE)
        if site == "none":  # a form is on a page
            raise RefusedError(403, _ELSEWHERE)
        token = asked.answer(TOKEN)
        if not _same(token, self.token):
            raise RefusedError(403, _ELSEWHERE)

    def _is_in_session(self, asked: Asked) -> bool:
        """Whether the browser has the cookie that was given for the code."""
        sent = asked.headers.get("cookie", "")
        try:
            cookies = SimpleCookie(sent)
        except CookieError:
            return False
        held = cookies.get(self._cookie)
        if held is None:
            return False
        return _same(held.value, self._session)


def _same(given: str, ours: str) -> bool:
    """Whether they are one; it takes as long wherever they differ."""
    given_bytes = given.encode("utf-8", "replace")
    our_bytes = ours.encode()
    return compare_digest(given_bytes, our_bytes)
