"""How gunicorn serves a service or the gateway: one process, several threads."""

from __future__ import annotations

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = 1
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = False  # a MongoDB client must not cross a fork
timeout = 60
graceful_timeout = 10
keepalive = 30
loglevel = "warning"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
