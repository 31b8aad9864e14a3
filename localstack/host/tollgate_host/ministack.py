"""MiniStack on loopback, in place of its own command: `python -m tollgate_host.ministack <port> <TLS port> <PEM file>`."""

import asyncio
import sys

from . import loopback


def main(port, tls_port, pem):
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    from . import ministack_stream

    ministack_stream.install()
    loopback.end_with_parent()
    config = Config()
    config.insecure_bind = [f"{loopback.LOOPBACK}:{port}"]
    config.bind = [f"{loopback.LOOPBACK}:{tls_port}"]
    config.certfile = config.keyfile = pem
    config.keep_alive_timeout = 75
    asyncio.run(serve(ministack_stream.app, config))


if __name__ == "__main__":
    main(*sys.argv[1:])
