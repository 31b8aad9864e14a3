"""Nothing listens beyond loopback, and nothing outlives the process that started it."""

import functools
import os
import signal
import sys
import threading

LOOPBACK = "127.0.0.1"


def bind_loopback_only():
    """LocalStack 4.14.0 reads the host in GATEWAY_LISTEN and binds every interface all the same."""
    from twisted.internet import endpoints

    endpoints.TCP4ServerEndpoint = loopback_endpoint(endpoints.TCP4ServerEndpoint)


def loopback_endpoint(plain):
    @functools.wraps(plain)
    def endpoint(reactor, port, backlog=50, interface=LOOPBACK):
        return plain(reactor, port, backlog=backlog, interface=LOOPBACK)

    return endpoint


def end_with_parent(source=None, end=None):
    """Ends this process when its input does. Whoever started it holds the other end, and lets go of it by dying too."""
    source = sys.stdin.buffer if source is None else source
    end = end or (lambda: os.kill(os.getpid(), signal.SIGTERM))

    def wait():
        while source.read(4096):
            pass
        end()

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def use_running_dynamodb():
    """DynamoDB Local runs already, on 127.0.0.1 at DYNAMODB_LOCAL_PORT: LocalStack's own way of starting it listens on every interface."""
    from localstack.services.dynamodb.server import DynamodbServer

    DynamodbServer.start_dynamodb = lambda self: True
    DynamodbServer.stop_dynamodb = lambda self: None
