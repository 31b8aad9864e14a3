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
    """One answer: chunks from the function's thread, read by the client's. Ends once, whole or broken.

    The first end counts: who calls the function ends the answer too, when the function has not."""

    def __init__(self):
        self._chunks = queue.Queue()

    def write(self, chunk):
        self._chunks.put(chunk)

    def end(self, error=None):
        self._chunks.put(BrokenAnswer(error) if error else None)

    def __iter__(self):
        while (chunk := self._chunks.get()) is not None:
            if isinstance(chunk, BrokenAnswer):
                raise chunk
            yield chunk


class OpenAnswers:
    """The answers that clients wait for, by API Gateway's request id."""

    def __init__(self):
        self._lock = threading.Lock()
        self._answers = {}

    def open(self, request_id, answer):
        with self._lock:
            self._answers[request_id] = answer

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


def split_prelude(head):
    """Metadata and the body's first bytes, or None while the separator has not come."""
    metadata, separator, first = head.partition(SEPARATOR)
    return (json.loads(metadata), first) if separator else None


def headers_of(metadata):
    """The answer's headers as name and value, in order; `multiValueHeaders` win over `headers`."""
    several = metadata.get("multiValueHeaders") or {}
    replaced = {name.lower() for name in several}
    single = [(name, value) for name, value in (metadata.get("headers") or {}).items() if name.lower() not in replaced]
    return (
        single
        + [(name, value) for name, values in several.items() for value in values]
        + [("Set-Cookie", cookie) for cookie in metadata.get("cookies") or []]
    )


def unfold(body):
    """An answer with a prelude, arrived whole, as the proxy result that API Gateway knows; any other as it is."""
    metadata, separator, rest = body.partition(SEPARATOR)
    if not separator:
        return body
    result = json.loads(metadata)
    result["body"] = rest.decode("utf-8", "replace")
    return json.dumps(result).encode()
