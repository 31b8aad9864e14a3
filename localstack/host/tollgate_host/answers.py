"""Answers on their way from a function to a client, while the function still writes them."""

import json
import queue
import threading

SEPARATOR = b"\0" * 8
STREAM_TYPE = "application/vnd.awslambda.http-integration-response"
"""Content type of an answer that begins with a prelude: metadata in JSON, then the separator."""


class BrokenAnswer(Exception):
    """The answer ended before it was whole; the client must not take it for a whole one."""


class Answer:
    """One answer: chunks from the function's thread, read by the client's. Ends once, whole or broken."""

    def __init__(self):
        self._chunks = queue.Queue()
        self._error = None

    def write(self, chunk):
        self._chunks.put(chunk)

    def end(self, error=None):
        self._error = error
        self._chunks.put(None)

    def __iter__(self):
        while (chunk := self._chunks.get()) is not None:
            yield chunk
        if self._error:
            raise BrokenAnswer(self._error)


class OpenAnswers:
    """The answers that clients wait for, by API Gateway's request id."""

    def __init__(self):
        self._lock = threading.Lock()
        self._answers = {}

    def open(self, request_id):
        answer = Answer()
        with self._lock:
            self._answers[request_id] = answer
        return answer

    def close(self, request_id):
        with self._lock:
            self._answers.pop(request_id, None)

    def of_event(self, event):
        """The answer to the request in a function's event, or None where nobody waits for a stream."""
        with self._lock:
            if not self._answers:
                return None
        context = event.get("requestContext") if isinstance(event, dict) else None
        with self._lock:
            return self._answers.get((context or {}).get("requestId"))


def read_prelude(chunks):
    """Metadata and the body's first bytes, from an iterator of chunks; None when it ends before the separator."""
    head = b""
    for chunk in chunks:
        head += chunk
        if SEPARATOR in head:
            metadata, _, first = head.partition(SEPARATOR)
            return json.loads(metadata), first
    return None


def unfold(body):
    """An answer with a prelude, arrived whole, as the proxy result that API Gateway knows; any other as it is."""
    metadata, separator, rest = body.partition(SEPARATOR)
    if not separator:
        return body
    result = json.loads(metadata)
    result["body"] = rest.decode("utf-8", "replace")
    return json.dumps(result).encode()
