"""A mail server that takes everything and keeps a note of each mail, by SMTP."""

import socketserver
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Sink:
    """What came in: the address of each mail, as often as it came."""

    port: int = 0
    pause: float = 0.0
    taken: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    def start(self) -> "Sink":
        sink = self

        class Session(socketserver.StreamRequestHandler):
            def say(self, words: str) -> None:
                self.wfile.write(f"{words}\r\n".encode())

            def handle(self) -> None:
                self.say("220 sink")
                to = ""
                while line := self.rfile.readline().decode(errors="replace").strip():
                    verb = line[:4].upper()
                    if verb == "RCPT":
                        to = line.partition("<")[2].partition(">")[0]
                    if verb == "QUIT":
                        self.say("221 bye")
                        return
                    if verb == "DATA":
                        self.say("354 go on")
                        while (part := self.rfile.readline()) not in (b".\r\n", b""):
                            if part.startswith(b"Subject:"):
                                sink.subjects.append(part.decode().strip())
                        if not part:
                            return
                        sink.taken.append(to)
                        time.sleep(sink.pause)  # taken, and not yet said so
                    self.say("250 ok")

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        server.daemon_threads = True
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"
