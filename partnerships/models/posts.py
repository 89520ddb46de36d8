"""The posts that letters are written to, and how the people who hold them are addressed."""

from django.db import models

from publicbodies.models import BodyKind, PublicBody


class Post(models.TextChoices):
    """A role that a letter can be written to. Never a person's name."""

    LEADER = "leader", "Leader of the Council"
    ELECTED_MAYOR = "elected-mayor", "Elected Mayor"
    CHIEF_EXECUTIVE = "chief-executive", "Chief Executive"
    ICB_CHAIR = "icb-chair", "Chair"
    STRATEGIC_MAYOR = "strategic-mayor", "Mayor"
    PLACE_DIRECTOR = "place-director", "Place Director"
    COMMISSIONER = "commissioner", "Police and Crime Commissioner"
    CLERK = "clerk", "Clerk"
    VICE_CHANCELLOR = "vice-chancellor", "Vice-Chancellor"
    OTHER = "other", "Another post"

    @classmethod
    def usual_at(cls, body: PublicBody) -> "Post":
        """The post a letter goes to at a body when nobody has been named yet."""
        return cls.offered_at(body)[0]

    @classmethod
    def offered_at(cls, body: PublicBody) -> "list[Post]":
        """The posts a body has, the usual one first."""
        if body.kind == BodyKind.ICB:
            return [cls.ICB_CHAIR, cls.CHIEF_EXECUTIVE, cls.PLACE_DIRECTOR]
        if body.kind == BodyKind.STRATEGIC_AUTHORITY:
            posts = [cls.STRATEGIC_MAYOR, cls.CHIEF_EXECUTIVE]
            return posts[::-1] if body.has_elected_mayor is False else posts
        posts = [cls.LEADER, cls.ELECTED_MAYOR, cls.CHIEF_EXECUTIVE]
        return sorted(posts, key=lambda post: post != cls.ELECTED_MAYOR) if body.has_elected_mayor else posts


class Style(models.TextChoices):
    """How a named person is addressed. Asked for, never inferred."""

    COUNCILLOR = "Councillor", "Councillor"
    MAYOR = "Mayor", "Mayor"
    DR = "Dr", "Dr"
    PROFESSOR = "Professor", "Professor"
    SIR = "Sir", "Sir"
    DAME = "Dame", "Dame"
    LORD = "Lord", "Lord"
    LADY = "Lady", "Lady"
    MR = "Mr", "Mr"
    MRS = "Mrs", "Mrs"
    MS = "Ms", "Ms"
    MX = "Mx", "Mx"
