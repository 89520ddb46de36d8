"""How gunicorn serves a public site: `gunicorn --config deploy/gunicorn.conf.py`.

Tried with gunicorn 27 behind nginx 1.22 on Debian 12: see deploy/README.md.
"""

import os

wsgi_app = "covenant_toolkit.wsgi:application"

# The proxy talks to this address. With several machines the address of the machine inside your network.
bind = os.environ.get("COVENANT_BIND", "127.0.0.1:8000")

# Threads, so that somebody on a slow line keeps a thread waiting and not the whole process. A process that
# lays out a letter uses one processor: as many processes as processors.
worker_class = "gthread"
workers = int(os.environ.get("COVENANT_WORKERS", "2"))
threads = int(os.environ.get("COVENANT_THREADS", "8"))

# Sockets that wait for a thread, and how long the proxy's may stay open between two requests.
# Longer than the 15 seconds nginx keeps them: the side that asks should be the one that closes.
backlog = 512
keepalive = 20

# A process that says nothing for so long is replaced. A slow page in one thread does not count as silence.
timeout = 60
# Whoever is being answered when the site restarts has so long to get the rest.
graceful_timeout = 30

# Begin each process anew now and then, not all at once: memory that libraries keep goes back to the machine.
max_requests = 2_000
max_requests_jitter = 400

# Whose X-Forwarded-Proto is believed. nginx stands on this machine, or say where it stands.
forwarded_allow_ips = os.environ.get("COVENANT_PROXY_ADDRESSES", "127.0.0.1")

# The longest address and headers; nginx asks for the same.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# nginx writes the access log, without the addresses that are keys. Errors go to the journal.
accesslog = None
errorlog = "-"
loglevel = "warning"

# Where a process shows that it lives: in memory, never on a disk that may be slow.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
