"""The one exception that is the caller's."""


class UserError(Exception):
    """The caller's mistake, told in one line: no ledger here, no such point, no such record."""
