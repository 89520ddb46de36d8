"""What can be found. The database keeps an index of the three columns of words by itself."""

from django.db import models


class Entry(models.Model):
    """One thing that a search can find, and how it looks among the results.

    `kind` and `key` name the row it was made from, which may have several entries, told apart by `part`.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    part = models.CharField(max_length=100, blank=True)
    section = models.CharField(max_length=40)
    section_order = models.PositiveSmallIntegerField(default=0)
    title = models.TextField()
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    title_words = models.TextField(editable=False)
    words = models.TextField(editable=False)
    spellings = models.TextField(editable=False)

    class Meta:
        ordering = ["section_order", "kind", "key", "part"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "part"],
                name="entry_is_its_own",
                violation_error_message="This part of this row is indexed already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.title}"
