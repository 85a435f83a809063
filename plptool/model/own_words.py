"""What a record and its plan call things themselves, so that readers are told these words and never ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from plptool.model.names import Names
from plptool.model.plain import Data, Plain, part, text, texts


@dataclass(frozen=True, slots=True)
class OwnWords:
    """By id, the words for tasks, and for how it goes and what became of a process."""

    tasks: Mapping[str, str] = field(default_factory=dict)
    """What is to be done."""
    ratings: Mapping[str, str] = field(default_factory=dict)
    """What the plan's ratings mean."""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """What may become of a process by its plan."""
    priorities: tuple[str, ...] = ()
    """What the plan calls its priorities, the first of them priority 1."""

    @classmethod
    def of_plan(cls, plan: Data) -> "OwnWords":
        """The words that a plan has."""
        has_words = PLAN_WORDS.intersection(plan)
        if not has_words:
            return NO_WORDS
        ratings = _texts(plan, "ratings")
        outcomes = _texts(plan, "outcomes")
        priorities = texts(plan, "priorities")
        return cls(
            ratings=ratings,
            outcomes=outcomes,
            priorities=priorities,
        )

    def priority(self, number: int | None) -> str | None:
        """What the plan calls a priority; None where it has no word for it."""
        if number is None:
            return None
        words = self.priorities
        has_word = 1 <= number <= len(words)
        if not has_word:
            return None
        return words[number - 1]

    def said(self, name: str, value: Plain) -> str | None:
        """What a property's value is called by the plan; None where it has no word for it."""
        match name, value:
            case "rating", str():
                return self.ratings.get(value)
            case "outcome", str():
                return self.outcomes.get(value)
            case "priority", int():
                return self.priority(value)
            case _:
                return None

    def with_tasks(self, tasks: Mapping[str, str]) -> "OwnWords":
        """The same, and what is to be done by each task."""
        if not tasks:
            return self
        return replace(self, tasks=tasks)

    def nameless(self, names: Names) -> "OwnWords":
        """The same without the persons in it."""
        if self == NO_WORDS:
            return self
        tasks = _hidden(self.tasks, names)
        ratings = _hidden(self.ratings, names)
        outcomes = _hidden(self.outcomes, names)
        priorities = map(names.hidden, self.priorities)
        return OwnWords(
            tasks=tasks,
            ratings=ratings,
            outcomes=outcomes,
            priorities=tuple(priorities),
        )


PLAN_WORDS = frozenset({"ratings", "outcomes", "priorities"})
"""The properties of a plan that hold its words."""
NO_WORDS = OwnWords()
"""Where nothing is known of a record's tasks and of its plan."""


def _texts(plan: Data, name: str) -> dict[str, str]:
    """By key, the words that a property of a plan has as `text`."""
    words = part(plan, name)
    by_key: dict[str, str] = {}
    for key in words:
        word = part(words, key)
        by_key[key] = text(word, "text")
    return by_key


def _hidden(words: Mapping[str, str], names: Names) -> dict[str, str]:
    hidden: dict[str, str] = {}
    for key, said in words.items():
        hidden[key] = names.hidden(said)
    return hidden
