"""Pages as a browser lays them out."""

import pytest

from plptool.render.page import unbroken


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<p>KF 2021-02-22 § 4</p>", True),
        ("<a href='2021-02-22.html'>in 2021-02</a>", True),
        ("<p>12-2021-02-22, 2021-022</p>", False),
        ("<title>2021-02-22</title><text>2021-02-22</text><option>2021-02</option>", False),
        ("<time datetime='2021-02-22'>2021-02-22</time><p title='2021-02-22'>So</p>", False),
    ],
)
def test_a_date_stays_on_one_line(text: str, kept: bool) -> None:
    page = unbroken(text)
    assert ("day" in page) == kept
    assert page.replace('<span class="day">', "").replace("</span>", "") == text
