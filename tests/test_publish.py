"""What everybody may read names nobody, and whatever a record says stays text in a page."""

from plptool.publish import public
from plptool.render.html import environment


def test_persons_are_left_out_at_any_depth_and_their_roles_stay() -> None:
    data = {"roles": [{"role": "chair", "person": "Somebody"}], "events": ({"set": {"person": "Another"}},)}
    assert public(data, {}) == {"roles": [{"role": "chair"}], "events": [{"set": {}}]}
    assert public(data, {"publish-names": False}) == public(data, {})
    assert public(data, {"publish-names": True}) == data


def test_a_change_of_who_it_is_names_nobody() -> None:
    change = {"field": "lead.person", "from": "Somebody", "to": "Another", "why": "corrected"}
    assert public(change, {}) == {**change, "from": None, "to": None}
    fact = {"kind": "added", "field": "roles", "old": None, "new": {"role": "chair", "person": "Somebody"}}
    assert public(fact, {}) == {**fact, "new": {"role": "chair"}}


def test_what_a_record_says_is_escaped_masked_and_steers_nothing() -> None:
    page = environment("en").from_string('<p title="{{ said }}">{{ said }}</p>')
    said = page.render(said='"><script>\u202e 19640823-' + "3234")
    assert said.count("<script>") == 0
    assert "&#34;&gt;&lt;script&gt;&lt;U+202E&gt; ••••" in said


def test_a_page_is_in_the_readers_language() -> None:
    page = "{{ 'completed' | word }} {{ '/2022-05-01' | when }}"
    assert environment("en").from_string(page).render() == "completed by 2022-05-01"
    assert environment("sv").from_string(page).render() == "slutförd senast 2022-05-01"
