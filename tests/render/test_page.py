"""Pages as a browser lays them out."""

import pytest

from plptool.render.page import unbroken


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<p>KF 2021-02-22 § 4</p>", "<p>KF <time>2021-02-22</time> § 4</p>"),
        ("<a href='2021-02-22.html'>in 2021-02</a>", "<a href='2021-02-22.html'>in <time>2021-02</time></a>"),
        ("<p>2022-23, 2021-02-32</p>", '<p><span class="day">2022-23</span>, <span class="day">2021-02-32</span></p>'),
        ("<p>12-2021-02-22, 2021-022</p>", None),
        ("<title>2021-02-22</title><text>2021-02-22</text><option>2021-02</option>", None),
        ("<time datetime='2021-02-22'>2021-02-22</time><p title='2021-02-22'>So</p>", None),
    ],
)
def test_a_date_stays_on_one_line_and_is_marked_as_one(text: str, made: str | None) -> None:
    assert unbroken(text) == (text if made is None else made)
