"""Ask public addresses whether they still answer. Only ever by hand: nothing of the site imports this.

The addresses come from curators, so that a wrong one could point into the network of the server. A host is
therefore looked up once, every one of its addresses must be public, and the connection goes to the address
that was looked at, also after each redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

LONGEST: Final = 20.0  # seconds for one address with its redirects
MOST_REDIRECTS: Final = 5
PAUSE: Final = 1.0  # seconds between two requests to one host
PORTS: Final = {"http": 80, "https": 443}
# Answers by which a server says that it does not do HEAD.
NO_HEAD: Final = {400, 403, 404, 405, 501}

IsAllowed = Callable[[str], bool]


class NotAsked(Exception):
    """An address that is not asked, or gives no answer. Says why."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and (inner := found.ipv4_mapped or found.sixtofour):
        return is_public(str(inner))
    return found.is_global and not found.is_multicast


def is_public_or_this_machine(address: str) -> bool:
    """For tests with a server of their own."""
    return ipaddress.ip_address(address).is_loopback or is_public(address)


@dataclass
class Asker:
    """Asks one address after the other, slowly."""

    agent: str
    is_allowed: IsAllowed = is_public
    ports: frozenset[int] | None = frozenset(PORTS.values())
    pause: float = PAUSE
    longest: float = LONGEST
    asked_at: dict[str, float] = field(default_factory=dict)

    def problem_of(self, url: str) -> str:
        """What is wrong with an address, in a few words; nothing when it answers."""
        deadline = time.monotonic() + self.longest
        try:
            status = self._follow(url, "HEAD", deadline)
            if status in NO_HEAD:
                status = self._follow(url, "GET", deadline)
        except NotAsked as problem:
            return str(problem)
        except TimeoutError:
            return "No answer in time"
        except ssl.SSLError:
            return "Its certificate is not in order"
        except (OSError, http.client.HTTPException):
            return "No answer"
        return f"Answers {status}" if status >= 400 else ""

    def _follow(self, url: str, method: str, deadline: float) -> int:
        """The status of what an address leads to."""
        for _ in range(MOST_REDIRECTS + 1):
            status, location = self._ask(url, method, deadline)
            if not (300 <= status < 400 and location):
                return status
            url = urljoin(url, location)
        raise NotAsked("Leads from one address to the next without end")

    def _ask(self, url: str, method: str, deadline: float) -> tuple[int, str]:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise NotAsked("Is no address of a page") from None
        if parts.scheme not in PORTS or not host:
            raise NotAsked("Is no address of a page")
        if parts.username or parts.password:
            raise NotAsked("Has a name or a password in it")
        if self.ports is not None and port not in self.ports:
            raise NotAsked(f"Names the port {port}")
        address = self._looked_up(host, port)
        self._wait_for(host, deadline)
        connection = _Connection(host, port, address, self._left(deadline), is_secure=parts.scheme == "https")
        # The socket's own time-out is for one read; a server that drips is cut off here.
        watch = threading.Timer(self._left(deadline), connection.cut)
        watch.daemon = True
        watch.start()
        try:
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
            connection.request(method, path + query, headers={"User-Agent": self.agent, "Accept": "*/*"})
            answer = connection.getresponse()
            if time.monotonic() >= deadline:
                raise TimeoutError  # cut off in the middle, which looks like an end
            return answer.status, answer.getheader("Location", "")
        except (OSError, http.client.HTTPException):
            if time.monotonic() >= deadline:
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
            connection.close()

    def _looked_up(self, host: str, port: int) -> str:
        """The address to connect to. Raises NotAsked when any of the host's is not public."""
        try:
            name = host.encode("idna").decode("ascii")
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotAsked("There is no such host") from None
        addresses = [str(each[4][0]).partition("%")[0] for each in found]
        if not addresses or not all(self.is_allowed(each) for each in addresses):
            raise NotAsked("Leads into a private network, and was not asked")
        return addresses[0]

    def _wait_for(self, host: str, deadline: float) -> None:
        last = self.asked_at.get(host)
        if last is not None and (wait := last + self.pause - time.monotonic()) > 0:
            time.sleep(min(wait, self._left(deadline)))
        self.asked_at[host] = time.monotonic()

    def _left(self, deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at, in the name of its host."""

    def __init__(self, host: str, port: int, address: str, timeout: float, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self.address, self.is_secure = address, is_secure
        self.default_port = PORTS["https" if is_secure else "http"]

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from outside, whatever it waits for."""
        if self.sock:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
