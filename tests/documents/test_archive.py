import io
import tempfile
import zipfile

from documents.archive import write_archive

FILES = [("To Ŵyn.pdf", b"%PDF-1"), ("to ŵyn.pdf", b"%PDF-2"), ("../../up.docx", b"PK")]


def made(files):
    target = io.BytesIO()
    write_archive(target, files)
    return target.getvalue()


def test_holds_every_file_under_a_name_of_its_own():
    with zipfile.ZipFile(io.BytesIO(made(FILES))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "To Ŵyn.pdf": b"%PDF-1",
            "to ŵyn-2.pdf": b"%PDF-2",
            "-..-up.docx": b"PK",
        }


def test_edge_E99_same_files_give_the_same_bytes():
    assert made(FILES) == made(iter(FILES))
    with zipfile.ZipFile(io.BytesIO(made(FILES))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_is_written_to_a_file_one_document_at_a_time():
    at_once = most = 0

    class Document(bytes):
        def __del__(self):
            nonlocal at_once
            at_once -= 1

    def documents():
        nonlocal at_once, most
        for number in range(50):
            at_once += 1
            most = max(most, at_once)
            yield f"{number}.pdf", Document(b"x" * 10_000)

    with tempfile.TemporaryFile() as target:
        write_archive(target, documents())
        assert most <= 2
        assert len(zipfile.ZipFile(target).namelist()) == 50
