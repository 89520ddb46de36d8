"""Agreements to write and to talk about."""

import datetime
import re

from django.urls import reverse
from django.utils import timezone

from casestudies.models import SuccessFactor
from partnerships.agreement_versions import make_version
from partnerships.models import (
    Agreement,
    AgreementText,
    FactorTick,
    Lead,
    LinkPurpose,
    Party,
    Poll,
    PrivateLink,
    Side,
)
from publicbodies.models import PublicBody

LIVE = {"X-Live": "1"}
CLAUSES = {
    "purpose": "Groups and councils plan together.\n\nThis says how.",
    "recognition-and-value.ours": "- Speak openly\n- Say so early",
    "recognition-and-value.progress": "Three plans name us",
    "equity": "Begin where need is greatest",
    "disagreement": "1. The leads talk\n2. The chief officers meet",
}


def agreement_of(organisation, name="Suffolk Compact"):
    """An agreement with both sides, a lead on each, a review month and one answer of four."""
    row = Agreement.objects.create(
        organisation=organisation, kind="compact", name=name, review_month=3, purpose="Working together."
    )
    suffolk = PublicBody.objects.get(slug="suffolk")
    Party.objects.create(agreement=row, side=Side.OURS, name=organisation.name)
    Party.objects.create(agreement=row, side=Side.THEIRS, body=suffolk)
    Lead.objects.create(agreement=row, side=Side.OURS, post="Chief officer", name="Rowan Ashdown")
    Lead.objects.create(agreement=row, side=Side.THEIRS, post="Head of Communities", role="Keeps it going")
    Lead.objects.create(
        agreement=row, side=Side.THEIRS, post="Former head", left_on=datetime.date(2026, 1, 1)
    )
    FactorTick.objects.create(
        agreement=row, factor=SuccessFactor.objects.get(ref="X1"), holds=True, reason="Four workshops"
    )
    return row


def words_of(client, url, data=None):
    """The text of a page, or of what answers a form, with one space where the markup has more."""
    response = client.get(url) if data is None else client.post(url, data)
    return " ".join(response.text.split())


def errors_in(page):
    return page.context["form"].errors


def compact_with(body, organisation):
    """The idea of a compact, with both sides and nothing else."""
    row = Agreement.objects.create(organisation=organisation, kind="compact", name="Suffolk Compact")
    Party.objects.create(agreement=row, side=Side.OURS, name=organisation.name)
    Party.objects.create(agreement=row, side=Side.THEIRS, body=body)
    return row


def text_for(agreement, **clauses):
    """Its text, with these clauses besides some of its own."""
    words = CLAUSES | {key.replace("__", "."): value for key, value in clauses.items()}
    return AgreementText.objects.create(
        agreement=agreement, clauses=words, notice_months=3, consultation_weeks=12
    )


def version_of(agreement, by=None, note=""):
    """The next version of its text."""
    text = AgreementText.objects.filter(agreement=agreement).first() or text_for(agreement)
    return make_version(agreement, revision=text.revision, note=note, by=by)


def page_of(client, agreement):
    """What the page of the text would send when nothing was typed."""
    text = client.get(reverse("partnerships:agreement-text", args=[agreement.pk])).text
    form = dict(re.findall(r'<input type="hidden" name="(revision|page|turn)" value="([^"]*)"', text))
    stored = AgreementText.objects.filter(agreement=agreement).first()
    for key, words in (stored.clauses if stored else {}).items():
        form[f"clause_{key.replace('.', '_')}"] = words.replace("\n", "\r\n")
    for name in ("notice_months", "consultation_weeks"):
        form[name] = getattr(stored, name) or "" if stored else ""
    return form


def type_into(client, agreement, form, **typed):
    """What the script sends at a pause. The page counts its saves."""
    form |= {"turn": str(int(form["turn"]) + 1), **typed}
    return client.post(reverse("partnerships:agreement-text", args=[agreement.pk]), form, headers=LIVE)


def link_to(opens, who="Head of Communities", side=Side.THEIRS):
    """A link to a version or a poll, and its path."""
    name = "poll" if isinstance(opens, Poll) else "version"
    row = PrivateLink(
        organisation=opens.agreement.organisation, agreement=opens.agreement, who=who, side=side,
        purpose=LinkPurpose.POLL if name == "poll" else LinkPurpose.COMMENTS, **{name: opens},
    )  # fmt: skip
    row.last_until(timezone.localdate() + datetime.timedelta(days=60))
    token = row.renew()
    row.save()
    return row, PrivateLink.address(token)
