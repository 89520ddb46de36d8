"""What an organisation says of a function itself: who else does it, what is weak, who is not reached."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from documents.plain_text import clean, one_line
from principles.models import LCSIFunction

from .models import Organisation, User

SHORT = MaxLengthValidator(600, "Shorten this to 600 characters or fewer")
WHO_IS_IT = "Enter who does it here"


class WhoDoesIt(models.TextChoices):
    """Who does a function here when the organisation does not. Nobody is an answer, and worth knowing."""

    OTHERS = "others", "Somebody else does it here"
    NOBODY = "nobody", "Nobody does it here"


class FunctionNoteQuerySet(models.QuerySet["FunctionNote"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)


class FunctionNote(models.Model):
    """One organisation's own words on one function. Each part stays inside until it is ticked for outside."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="function_notes")
    function = models.ForeignKey(LCSIFunction, on_delete=models.PROTECT, related_name="+")
    whose = models.CharField(
        "if it is not yours, who does it here?", max_length=10, choices=WhoDoesIt, blank=True
    )
    who_does_it = models.CharField("who does it", max_length=200, blank=True)
    weak = models.TextField("what is weak?", blank=True, validators=[SHORT])
    not_reaching = models.TextField("who are we not reaching?", blank=True, validators=[SHORT])
    who_may_be_shown = models.BooleanField("who does it may be shown outside", default=False)
    weak_may_be_shown = models.BooleanField("what is weak may be shown outside", default=False)
    not_reaching_may_be_shown = models.BooleanField("who we miss may be shown outside", default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FunctionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["function__order"]
        verbose_name = "note on a function"
        verbose_name_plural = "notes on functions"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "function"],
                name="one_note_each_function",
                violation_error_message="There are words on this function already",
            ),
            models.CheckConstraint(
                condition=Q(whose=WhoDoesIt.OTHERS) & ~Q(who_does_it="")
                | ~Q(whose=WhoDoesIt.OTHERS) & Q(who_does_it=""),
                name="others_are_named",
                violation_error_message=WHO_IS_IT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.function}"

    def clean(self) -> None:
        self.who_does_it = one_line(self.who_does_it)
        self.weak, self.not_reaching = clean(self.weak).strip(), clean(self.not_reaching).strip()
        if self.whose != WhoDoesIt.OTHERS:
            self.who_does_it = ""
        elif not self.who_does_it:
            raise ValidationError({"who_does_it": WHO_IS_IT})

    @property
    def who(self) -> str:
        """Who does it here, as an answer: a name, “Nobody”, or empty while nobody has said."""
        return "Nobody" if self.whose == WhoDoesIt.NOBODY else self.who_does_it
