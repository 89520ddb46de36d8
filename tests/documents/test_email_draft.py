import email
import email.policy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.email_draft import AddressNotUsable, Mailbox, draft
from documents.plain_text import clean, one_line

QUICK = settings(max_examples=80, deadline=None, database=None)
TO = [Mailbox("rowan@example.org", "Councillor Rowan Ashdown")]


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def words(part):
    return part.get_content().replace("\r\n", "\n")


def test_opens_as_a_draft_with_its_text_and_its_pdf():
    content = draft(
        "Strengthening partnerships – “Siân”",
        "Dear Siân\n\n" + "A long paragraph of the letter. " * 20 + "\n\n• one\n• two\n",
        to=[Mailbox("sian@example.org", "Siân Ŵyn")],
        cc=[Mailbox("ann@example.org", 'Ann "A." Example, OBE'), Mailbox("bob@example.org")],
        attachments={"To Łódź.pdf": b"%PDF-1.7\n\xff\x00"},
    )
    message = read(content)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Strengthening partnerships – “Siân”"
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        ("Siân Ŵyn", "sian@example.org")
    ]
    assert [(a.display_name, a.addr_spec) for a in message["Cc"].addresses] == [
        ('Ann "A." Example, OBE', "ann@example.org"),
        ("", "bob@example.org"),
    ]
    assert message.get_body().get_content_type() == "text/plain"
    text = words(message.get_body())
    assert text.startswith("Dear Siân\n\nA long paragraph of the letter. A long")
    assert text.endswith("\n\n• one\n• two\n")
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "To Łódź.pdf"
    assert attached.get_content() == b"%PDF-1.7\n\xff\x00"
    assert content.isascii(), "also for programs that know no UTF-8 headers"
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_has_no_sender_date_or_id_and_a_boundary_of_its_own():
    first = draft("A", "b", to=TO, attachments={"a.pdf": b"a"})
    for name in ("From", "Date", "Message-ID"):
        assert read(first)[name] is None
    assert draft("A", "b", to=TO, attachments={"a.pdf": b"a"}) == first


def test_one_draft_to_all_names_everybody_once_and_keeps_the_names_of_files_apart():
    message = read(
        draft(
            "A",
            "b",
            to=[*TO, Mailbox("ROWAN@example.org", "Again")],
            cc=[Mailbox("kit@example.org"), *TO, Mailbox("kit@example.org", "Kit")],
            attachments={"a.pdf": b"1", "A.pdf": b"2"},
        )
    )
    assert [a.addr_spec for a in message["To"].addresses] == ["rowan@example.org"]
    assert [a.addr_spec for a in message["Cc"].addresses] == ["kit@example.org"]
    assert [part.get_filename() for part in message.iter_attachments()] == ["a.pdf", "A-2.pdf"]


def test_without_an_address_or_a_file_it_is_a_draft_all_the_same():
    message = read(draft("To the sector", "Dear colleagues"))
    assert message["To"] is None
    assert message["Cc"] is None
    assert words(message) == "Dear colleagues\n"


@pytest.mark.parametrize(
    "harm",
    [
        "\r\nBcc: spy@example.org",
        "\nBcc: spy@example.org",
        "\r\n\r\nAnother text",
        "\x0bBcc: x",
        "\u2028Bcc: x",
    ],
)
def test_edge_E95_no_value_begins_a_header_of_its_own(harm):
    content = draft(
        f"Subject{harm}",
        "text",
        to=[Mailbox("a@example.org", f"Name{harm}")],
        attachments={f"a{harm}.pdf": b"a"},
    )
    message = read(content)
    assert message.keys() == ["X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"]
    assert len(message["Subject"].splitlines()) == 1
    assert words(message.get_body()) == "text\n"
    with pytest.raises(AddressNotUsable):
        draft("A", "b", to=[Mailbox(f"a@example.org{harm}")])


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "@example.org", "a@", "a@b", "a b@example.org", "a@exa mple.org", "a,b@example.org"),
        *("é@example.org", "<a@example.org>", "a@example.org, b@example.org"),
        *(f"{'a' * 65}@example.org", f"a@{'b' * 64}.org"),
    ],
)
def test_edge_E95_what_is_no_address_is_named(address):
    with pytest.raises(AddressNotUsable, match="is not an email address"):
        draft("A", "b", to=[Mailbox(address)])


def test_a_domain_with_accents_is_written_as_mail_programs_need_it():
    assert read(draft("A", "b", to=[Mailbox("a@bücher.example")]))["To"] == "a@xn--bcher-kva.example"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=90)


@given(subject=TEXTS, name=TEXTS)
@example(subject="=?utf-8?B?YQ==?=", name="=?utf-8?B?YQ==?=")
@example(subject="x" * 300, name='"\\' * 40)
@QUICK
def test_subject_and_name_read_back_as_typed(subject, name):
    content = draft(subject, "text", to=[Mailbox("a@example.org", name)])
    assert read(content)["Subject"] == one_line(subject)
    (mailbox,) = read(content)["To"].addresses
    assert mailbox.addr_spec == "a@example.org"
    if content.count(b"=?utf-8?B?", content.index(b"To: ")) < 2:  # Python's reader adds a space between two
        assert mailbox.display_name == one_line(name)


@given(text=TEXTS)
@QUICK
def test_the_text_reads_back_as_typed(text):
    message = read(draft("A", text))
    assert words(message) == clean(text).strip("\n") + "\n"
