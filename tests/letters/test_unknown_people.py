"""Numbers that nobody has, in the forms that choose rows by number."""

import pytest
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, LetterTemplate
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db


def test_nobody_is_written_to_who_is_not_in_the_list(member_client, harbourside, other_organisation):
    theirs = Recipient.objects.create(
        organisation=other_organisation, body=PublicBody.objects.first(), post=Post.LEADER
    )
    template = LetterTemplate.objects.in_use().filter(audience="public-body").first()
    for number in (theirs.pk, "9" * 30, "-" + "9" * 30):
        page = member_client.post(reverse("letters:new"), {"template": template.slug, "to": [number]})
        assert "Select people from the list" in page.text, number
    assert not Letter.objects.exists()


def test_a_body_that_nobody_knows_is_refused(member_client, harbourside):
    harbourside.patch.add(PublicBody.objects.can_be_written_to_on(timezone.localdate()).first())
    page = member_client.post(reverse("members:activity-new"), {"bodies": ["9" * 30]})
    assert page.status_code == 200
    assert "is not one of the available choices" in page.text
