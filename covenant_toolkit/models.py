"""What the toolkit shipped, so that it never overwrites what NAVCA edited."""

from django.db import models

from members.models import Organisation, User


class ShippedRow(models.Model):
    """The values a content row had when it was last loaded from the fixtures.

    A row whose values still equal these was never edited here and takes a shipped correction; any other
    row is NAVCA's and is left alone.
    """

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=300, help_text="The row's natural key as JSON.")
    values = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key"],
                name="shipped_row_once",
                violation_error_message="This row is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Departures(models.Model):
    """What the members that were deleted in one year had done here, in total.

    Totals of a year and not of a member, so that no figure says whose it is; a member that had not agreed to
    be counted adds nothing but itself.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    members = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    letters = models.JSONField("letters by kind", default=dict)
    copies = models.PositiveIntegerField(
        "copies of letters", default=0, help_text="One for each recipient of each letter."
    )

    class Meta:
        ordering = ["-year"]
        verbose_name_plural = "departures"

    def __str__(self) -> str:
        return str(self.year)


class LapseNotice(models.Model):
    """What the people of an organisation were told last of the day on which it is deleted.

    It is there after the mail has left, so that a run that is killed tells them once more rather than never.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    goes_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["goes_on"]

    def __str__(self) -> str:
        return f"{self.organisation_id}, {self.goes_on}"


class Reminder(models.Model):
    """That somebody's weekly email was handed over, or is being: one row for each person and week.

    It is there before the mail leaves, so that nobody gets two. Without `sent_at` it is on its way, or a run
    was killed at that moment.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="The Monday.")
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "week"],
                name="one_reminder_a_week",
                violation_error_message="This person has had the email of this week.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.week}"
