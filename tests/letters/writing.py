"""Letters as members write them on their page, for tests."""

import datetime
import html
import re

from letters.models import Letter, LetterCopy, LetterTemplate, StarterExample
from letters.sheet import sheet_for
from members.work import Activity
from partnerships.models import Post, Recipient
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody


def three_recipients(organisation):
    """A county that ends, a district of it and a health board that stays; the district's leader is named."""
    slugs = ("suffolk", "babergh", "norfolk-and-suffolk-icb")
    bodies = {body.slug: body for body in PublicBody.objects.filter(slug__in=slugs)}
    return [
        Recipient.objects.create(
            organisation=organisation,
            body=bodies[slug],
            post=Post.usual_at(bodies[slug]),
            name="Jo Ferris" if slug == "babergh" else "",
        )
        for slug in slugs
    ]


def letter_to(organisation, recipients, template="public-body", **values):
    version = LetterTemplate.objects.get(slug=template).versions.order_by("-number").first()
    letter = Letter.objects.create(
        organisation=organisation,
        template_version=version,
        **{
            "dated_on": datetime.date(2026, 1, 12),
            "reply_by_on": datetime.date(2026, 2, 2),
            "main_ask": "Meet us for an hour.",
            "examples": [example("LA14", "We wrote a compact with 4 councils.", chosen=True)],
        }
        | values,
    )
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=each) for each in recipients or [None])
    return letter


def example(ref, text, *, chosen=False):
    return {"ref": ref, "title": f"Idea {ref}", "text": text, "chosen": chosen}


def form_of(client, letter):
    """What a browser would send back of the page as it stands."""
    page = client.get(letter.get_absolute_url()).text
    form = page[page.index('<form method="post" id="letter"') : page.index('<section class="pane"')]
    data = {}
    for tag in re.findall(r"<input [^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_box = attributes.get("type") == "checkbox"
        if "name" in attributes and (not is_box or re.search(r"\bchecked\b", tag)):
            data.setdefault(attributes["name"], []).append(
                unescaped(attributes.get("value", "on" if is_box else ""))
            )
    for name, words in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        data[name] = unescaped(words).removeprefix("\n")
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[0] if chosen else ""
    return data


def unescaped(text):
    return html.unescape(text)


def save(client, letter, *without, **changed):
    """Send the page back with these changes, and return the answer and the letter as it is then."""
    data = {name: value for name, value in form_of(client, letter).items() if name not in without}
    response = client.post(letter.get_absolute_url(), data | {"preview": "1"} | changed)
    letter = Letter.objects.for_page().get(pk=letter.pk)
    return response, letter


def texts(letter):
    """What each recipient's letter says, as plain text."""
    letter = Letter.objects.for_page().get(pk=letter.pk)
    said = []
    for copy in letter.copies.all():
        copy.letter = letter
        sheet = sheet_for(copy)
        after = [*sheet.co_signatories, *sheet.enclosures, *sheet.cc]
        said.append(unescaped(" ".join([*re.sub("<[^>]*>", " ", sheet.body).split(), *after])))
    return said


def activity_of(organisation):
    """Work of the organisation that an idea of ours suits."""
    return Activity.objects.create(
        organisation=organisation,
        name="Food alliance",
        letter_wording="We bring 38 food projects together.",
        function=LCSIFunction.objects.get(ref="F1"),
        first_principle=Principle.objects.get(number=1),
        idea=StarterExample.objects.get(ref="LA20").slug,
    )
