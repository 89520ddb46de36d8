"""What somebody sends who means harm, or whose words nobody expected."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from letters.blocks import wording_of
from letters.freezing import make_ready
from letters.member_words import DEEPEST, member_block
from letters.merge import TemplateProblems, compile_template
from letters.models import Letter, LetterTemplateVersion, LetterVersion
from letters.sent import mark_sent
from partnerships.models import Contact, Recipient

from .letters_to import letter_to, loaded

MANY_DIGITS = "9" * 5_000


def gaps_of(words):
    gaps = compile_template("Subject", "[main ask]").fill({"main_ask": member_block(words)}).gaps
    return [gap.key for gap in gaps]


@pytest.mark.parametrize(
    ("words", "gaps"),
    [
        ("Thanks to [name of board](and its chair).", ["own: name of board"]),
        ("What a year![name of board]", ["own: name of board"]),
        ("[name of board][name of chair]", ["own: name of board", "own: name of chair"]),
        ("[name of board\\name of chair]", ["own: name of board/name of chair"]),
        (f"[{'say what you did ' * 20}]", [f"own: {'say what you did ' * 19}say what you did"]),
        ("See [our plan](https://example.org) or [the plan].\n\n[the plan]: https://example.org", []),
    ],
)
def test_a_bracket_of_a_members_own_words_is_never_taken_for_a_link(words, gaps):
    assert gaps_of(words) == gaps


@pytest.mark.parametrize("words", ["[your shoe\\your hat]", f"[{'say what you did ' * 20}]"])
def test_a_template_with_such_a_bracket_is_refused(words):
    with pytest.raises(TemplateProblems, match="is not a field"):
        compile_template("Subject", words)


def test_bullets_within_bullets_end_somewhere():
    words = "\n".join(f"{' ' * depth}- point {depth}" for depth in range(100))
    html = compile_template("Subject", "[main ask]").fill({"main_ask": member_block(words)}).body_html
    assert html.count("<ul>") == DEEPEST
    assert html.count("<li>") == 100


@pytest.mark.django_db
def test_own_paragraphs_of_two_places_that_meet_are_both_printed(harbourside):
    letter = letter_to(harbourside, "Jo Ferris")
    letter.template_version = LetterTemplateVersion(
        subject="Hello", body="Hello.\n\n[examples]\n\nThank you."
    )
    letter.own_paragraphs = [
        {"place": "before-close", "text": "Said before the end."},
        {"place": "after-examples", "text": "Said after the examples."},
    ]
    words = strip_tags(wording_of(letter).fill({}).body_html)
    assert words.index("Said after the examples.") < words.index("Said before the end.")


@pytest.mark.django_db
def test_numbers_that_no_database_holds_are_not_there(member_client, member, harbourside):
    letter = letter_to(harbourside, "Jo Ferris")
    make_ready(letter, revision=letter.revision, by=member)

    def address(name, *args):
        return reverse(f"letters:{name}", args=[letter.pk, *args])

    for name in ("version", "version-words", "version-changes", "sent-file", "sent-file-download"):
        assert member_client.get(f"{address(name, 1)}?to={MANY_DIGITS}").status_code == 404, name
    assert member_client.get(f"{address('version-file', 1, 'pdf')}?to={MANY_DIGITS}").status_code == 404
    assert member_client.get(f"{address('version-sent', 1)}?to={MANY_DIGITS}").status_code == 200
    assert member_client.post(address("ready"), {"revision": MANY_DIGITS}).status_code == 302
    assert LetterVersion.objects.filter(letter=letter).count() == 1


@pytest.mark.django_db
def test_a_search_of_many_words_asks_for_ten():
    for rows in (Letter.objects, Recipient.objects):
        few, many = (str(rows.matching("word " * number).query) for number in (10, 2_000))
        assert few == many
        assert "word" in few.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("digits", [5_000, 4_300])
def test_a_forged_number_of_an_own_example_breaks_no_page(member_client, harbourside, digits):
    letter = letter_to(harbourside, "Jo Ferris")
    typed = {"revision": letter.revision, "page": "x", "turn": 1, "dated_on": "12 January 2026",
             "example_0_ref": f"own:{'9' * digits}", "example_0_text": "Mine"}  # fmt: skip
    member_client.post(letter.get_absolute_url(), typed, headers={"X-Live": "1"})
    assert member_client.get(letter.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_nul_is_no_part_of_a_question(member_client, harbourside):
    letter = letter_to(harbourside, "Jo Ferris")
    new, log = reverse("letters:new"), reverse("partnerships:contact-new")
    for address in (
        reverse("letters:letters") + "?q=Fer%00ris%0%000",
        f"{new}?body=%00&finding=%00&case=%00&principle=%00&template=%00&to=%00",
        f"{log}?body=%00",
        f"{log}?recipient=%00",
        f"{new}?organisation=harbour%00side",
    ):
        assert member_client.get(address).status_code == 200, address
    nul = dict.fromkeys(
        ("to", "bodies", "group", "area", "q", "template", "finding", "case", "principle"), "\0"
    )
    for address in (new, reverse("letters:recipients", args=[letter.pk])):
        for button in ({"find": "1"}, {}):
            assert member_client.post(address, nul | button).status_code == 200, address
    assert member_client.post(reverse("letters:cite", args=[letter.pk]), nul).status_code == 302


@pytest.mark.django_db
def test_ids_of_another_member_and_of_other_letters_do_nothing(
    member_client, other_client, member, other_member, harbourside, other_organisation
):
    ours, sibling = letter_to(harbourside, "Jo Ferris"), letter_to(harbourside, "Al Whitlow")
    theirs = letter_to(other_organisation, "Their Leader")
    make_ready(ours, revision=ours.revision, by=member)
    sibling_copy = make_ready(sibling, revision=sibling.revision, by=member).copies.get()
    stranger = theirs.copies.get().recipient

    def address(name, *args, letter=ours):
        return reverse(f"letters:{name}", args=[letter.pk, *args])

    # A copy of another letter, one's own or not, is no copy of this one.
    for name in ("version", "version-words", "version-changes", "sent-file", "sent-file-download"):
        assert member_client.get(f"{address(name, 1)}?to={sibling_copy.pk}").status_code == 404, name
    for name in ("version-sent-undo", "sent-file-remove"):
        assert member_client.post(address(name, 1), {"copy": sibling_copy.pk}).status_code == 404, name
    data = {"copies": sibling_copy.pk, "on": "12 January 2026", "how": "post"}
    assert "Select who it was sent to" in member_client.post(address("version-sent", 1), data).text
    for name in ("edit", "preview"):
        copy = theirs.copies.get().pk
        assert member_client.get(f"{address(name, letter=sibling)}?to={copy}").status_code in (302, 404)
    # A recipient of another member gets neither letter nor copy, and is in no log.
    form = {"to": stranger.pk}
    assert "Select people from the list" in member_client.post(address("recipients"), form).text
    draft = letter_to(harbourside, "Sam Third")
    typed = {"revision": draft.revision, "dated_on": "12 January 2026", "copied_to": stranger.pk}
    assert stranger.name not in member_client.post(address("edit", letter=draft), typed).text
    assert not loaded(draft).copied_to.exists()
    log = {"with_whom": f"recipient-{stranger.pk}", "kind": "call", "happened_on": "12 January 2026"}
    page = member_client.post(reverse("partnerships:contact-new") + f"?recipient={stranger.pk}", log).text
    assert "Select who it was with" in page
    assert stranger.name not in page
    # The key of another member's letter makes neither a draft of theirs nor an answer about it.
    assert member_client.post(address("duplicate"), {"key": theirs.pk}, follow=True).status_code == 404
    assert Letter.objects.filter(organisation=other_organisation).count() == 1


@pytest.mark.django_db
def test_the_record_names_whom_the_letter_greeted(harbourside, member):
    letter = letter_to(harbourside, "Jo Ferris")
    version = make_ready(letter, revision=letter.revision, by=member)
    Recipient.objects.filter(pk=version.copies.get().recipient_id).update(name="Al Whitlow")
    mark_sent(version, [version.copies.get()], on=letter.dated_on, how="post", by=member)
    assert Contact.objects.get().person == "Councillor Jo Ferris"
