"""Lambda's Runtime API (version 2018-06-01) for one process: a server on loopback with a port of its own."""

import json
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .answers import STREAM_TYPE, Answer, unfold
from .chunked import chunks
from .loopback import LOOPBACK

PREFIX = "/2018-06-01/runtime/"
MAX_ANSWER = 6 * 1024 * 1024 + 100
"""Bytes of an answer that is not streamed."""

ERROR_TRAILER = "lambda-runtime-function-error-type"


@dataclass
class Result:
    """What came of an invocation: the answer's bytes, or with `failed` an error document."""

    body: bytes
    failed: bool = False


@dataclass
class Invocation:
    """One event for a function; `answer` is where a streamed answer goes while it is written."""

    request_id: str
    function_arn: str
    trace_id: str
    event: bytes
    deadline_ms: int
    answer: Answer | None = None
    result: Future = field(default_factory=Future)

    def settle(self, result):
        """The first result counts."""
        if not self.result.done():
            self.result.set_result(result)


def error_document(kind, message):
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


class RuntimeApi:
    """Hands a process one invocation at a time and takes what it answers."""

    def __init__(self):
        self.ready = Future()
        self._waiting = queue.Queue()
        self._current = None
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _Requests)
        self._server.daemon_threads = True
        self._server.api = self
        threading.Thread(target=self._server.serve_forever, name="runtime-api", daemon=True).start()

    @property
    def address(self):
        """host:port, for AWS_LAMBDA_RUNTIME_API."""
        return f"{LOOPBACK}:{self._server.server_port}"

    def give(self, invocation):
        self._current = invocation
        self._waiting.put(invocation)

    def end(self, failure):
        """The process is gone: what it owed fails with that error document."""
        if not self.ready.done():
            self.ready.set_result(Result(failure, failed=True))
        if self._current:
            self._current.settle(Result(failure, failed=True))
        self._waiting.put(None)
        threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self):
        self._server.shutdown()
        self._server.server_close()

    def next(self):
        """Blocks for the next invocation; None when there will be none."""
        if not self.ready.done():
            self.ready.set_result(None)
        return self._waiting.get()

    def of(self, request_id):
        """The invocation under way, if it is that one."""
        current = self._current
        return current if current and current.request_id == request_id else None

    def failed_to_start(self, document):
        if not self.ready.done():
            self.ready.set_result(Result(document, failed=True))


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Not a line for each request."""

    def do_GET(self):
        if self.path != PREFIX + "invocation/next":
            self._reply(404)
            return
        invocation = self.server.api.next()
        if invocation is None:
            self.close_connection = True
            return
        self._reply(
            200,
            invocation.event,
            {
                "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
                "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
                "Lambda-Runtime-Trace-Id": invocation.trace_id,
            },
        )

    def do_POST(self):
        match self.path.removeprefix(PREFIX).split("/"):
            case ["init", "error"]:
                self.server.api.failed_to_start(self._body())
                self._reply(202)
            case ["invocation", request_id, "response" | "error" as kind]:
                self._take(self.server.api.of(request_id), kind == "error")
            case _:
                self._body()
                self._reply(404)

    def _take(self, invocation, failed):
        if invocation is None:
            self._body()
            self._reply(400, error_document("InvalidRequestID", "Invalid request ID"))
        elif not failed and invocation.answer and self._streams():
            invocation.settle(self._pass_on(invocation.answer))
            self._reply(202)
        else:
            result = self._whole(failed)
            invocation.settle(result)
            self._reply(413 if result.failed and not failed else 202)

    def _streams(self):
        return self.headers.get("Lambda-Runtime-Function-Response-Mode", "").lower() == "streaming" and self._is_chunked()

    def _pass_on(self, answer):
        """Chunk by chunk to the client. A broken answer ends broken there too."""
        source = chunks(self.rfile)
        try:
            while True:
                answer.write(next(source))
        except StopIteration as end:
            error = (end.value or {}).get(ERROR_TRAILER)
        except EOFError as broken:
            error = str(broken)
        answer.end(error)
        return Result(error_document(error, "The stream broke."), failed=True) if error else Result(b'{"statusCode":200}')

    def _whole(self, failed):
        body = self._body()
        if not failed and self.headers.get("Content-Type", "").startswith(STREAM_TYPE):
            body = unfold(body)
        if len(body) > MAX_ANSWER:
            message = f"Response payload size exceeded maximum allowed payload size ({MAX_ANSWER} bytes)."
            return Result(error_document("Function.ResponseSizeTooLarge", message), failed=True)
        return Result(body, failed)

    def _body(self):
        if self._is_chunked():
            return b"".join(chunks(self.rfile))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _is_chunked(self):
        return self.headers.get("Transfer-Encoding", "").lower() == "chunked"

    def _reply(self, status, body=b"{}", headers=None):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        if self.close_connection:  # said aloud, or a client keeps a dead connection for its next request
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
