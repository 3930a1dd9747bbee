"""No, said kindly: a Refusal is a rule's answer to the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """A request that a rule does not allow, with a sentence fit for the person who asked.

    Subclasses are named after what is the matter (`MembersOnly`, `PeriodClosed`) and stand beside the rule that
    raises them. `field` names the form field the sentence is about; `rule` says where the rule comes from;
    `forward` says what can be done instead.
    """

    rule: str = ""
    forward: str = ""

    def __init__(self, sentence: str, *, field: str | None = None, forward: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        if forward is not None:
            self.forward = forward

    @property
    def name(self) -> str:
        """The refusal's stable name for the REST interface, e.g. `MembersOnly`."""
        return type(self).__name__
