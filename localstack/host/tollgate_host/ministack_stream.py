"""Methods with `responseTransferMode: STREAM` in MiniStack 1.5.33, and paths as a REST API passes them on.

Five functions of MiniStack are wrapped in memory. Their names are private: another version needs another look."""

import asyncio
import functools
import re
import uuid

from ministack import app as server
from ministack.core import lambda_runtime
from ministack.core.responses import StreamingResponse
from ministack.services import apigateway_v1

from .answers import OpenAnswers, headers_of, split_prelude
from .chunked import chunks
from .runtime_api import ERROR_TRAILER

STREAMING = "/response-streaming-invocations"
DATA_PLANE = re.compile(rb"^(/_aws/execute-api/|/restapis/[^/]+/[^/]+/_user_request_/)")
SECONDS_TO_START = 120
"""A JVM without a snapshot, on a machine that does other things too. In Lambda it is 10, and a second time the function's timeout."""
ERROR_TYPE_PARAMETER = "gatewayresponse.header.x-amzn-errortype"
STREAMED = b'{"statusCode":200}'
"""What MiniStack is told of an answer that has already gone to the client."""

OPEN_ANSWERS = OpenAnswers()
_OF_INVOCATION = {}


def install():
    lambda_runtime._PROVIDED_INIT_TIMEOUT = SECONDS_TO_START
    worker = lambda_runtime.ProvidedWorker
    worker.invoke = _knowing_its_answer(worker.invoke)
    worker._build_handler_class = _streaming_handlers(worker._build_handler_class)
    apigateway_v1._invoke_authorizer_lambda = _with_request_id(apigateway_v1._invoke_authorizer_lambda)
    apigateway_v1._invoke_lambda_proxy_v1 = _streaming(apigateway_v1._invoke_lambda_proxy_v1)
    apigateway_v1._gateway_error_response = with_own_error_type(apigateway_v1._gateway_error_response)


async def app(scope, receive, send):
    """MiniStack's application; APIs get the path as the client encoded it, of which MiniStack would decode `%3A` and `%2F`."""
    raw = scope.get("raw_path") or b""
    if scope["type"] == "http" and DATA_PLANE.match(raw):
        scope = {**scope, "path": raw.decode("latin-1")}
    await server.app(scope, receive, send)


def _with_request_id(plain):
    """An authorizer's event has the request's id in AWS, and none in MiniStack."""

    @functools.wraps(plain)
    async def invoke(authorizer, event, *where):
        event["requestContext"].setdefault("requestId", str(uuid.uuid4()))
        return await plain(authorizer, event, *where)

    return invoke


def with_own_error_type(plain):
    """MiniStack writes its own `x-amzn-ErrorType` over the one that a gateway response is given."""

    @functools.wraps(plain)
    def respond(error, request):
        status, headers, body = plain(error, request)
        of_api = apigateway_v1._deployed_gateway_responses.get(request["api_id"], {})
        given = of_api.get(request["stage"].get("deploymentId"), {})
        parameters = apigateway_v1._gateway_response_for_type(given, error.response_type).get("responseParameters") or {}
        for parameter, value in parameters.items():
            if parameter.lower() == ERROR_TYPE_PARAMETER:
                headers["x-amzn-ErrorType"] = value.strip("'")
        return status, headers, body

    return respond


def _knowing_its_answer(plain):
    @functools.wraps(plain)
    def invoke(self, event, request_id, **kwargs):
        if answer := OPEN_ANSWERS.of_event(event):
            _OF_INVOCATION[request_id] = answer
        try:
            return plain(self, event, request_id, **kwargs)
        finally:
            _OF_INVOCATION.pop(request_id, None)

    return invoke


def _streaming_handlers(plain):
    @functools.wraps(plain)
    def build(self, generation, pending):
        class Handler(plain(self, generation, pending)):
            def _read_body(self):
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return super()._read_body()
                answer = self._answer()
                return pass_on(self.rfile, answer) if answer else b"".join(chunks(self.rfile))

            def _answer(self):
                """Where this body goes, if it is a streamed response that a client waits for."""
                target = lambda_runtime._INVOCATION_RESULT_RE.search(self.path)
                streamed = self.headers.get("Lambda-Runtime-Function-Response-Mode", "").lower() == "streaming"
                if not target or not streamed or target.group(2) != "response":
                    return None
                return _OF_INVOCATION.get(target.group(1))

        return Handler

    return build


def pass_on(source, answer):
    """Chunk by chunk to the client. A broken answer ends broken there too."""
    body = chunks(source)
    try:
        while True:
            answer.write(next(body))
    except StopIteration as end:
        answer.end((end.value or {}).get(ERROR_TRAILER))
    except EOFError as broken:
        answer.end(str(broken))
        raise
    return STREAMED


def _streaming(plain):
    @functools.wraps(plain)
    async def invoke(integration, api_id, stage_name, stage, resource, *request, owner_account_id=None, owner_region=None, **context):
        of_whom = {"owner_account_id": owner_account_id, "owner_region": owner_region}
        uri = integration.get("uri", "")
        if not uri.endswith(STREAMING):
            return await plain(integration, api_id, stage_name, stage, resource, *request, **of_whom, **context)
        event = apigateway_v1._build_lambda_event_v1(api_id, stage_name, stage, resource, *request, **context)
        function = uri.removesuffix(STREAMING).split("/functions/", 1)[1]
        return await call(event, apigateway_v1._call_lambda_raw(function, event, account_id=owner_account_id, region=owner_region))

    return invoke


class LoopAnswer:
    """An answer whose reader is the server's event loop; see `answers.Answer`."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._chunks = asyncio.Queue()

    def write(self, chunk):
        self._put(("chunk", chunk))

    def end(self, error=None):
        self._put(("end", error))

    def _put(self, item):
        self._loop.call_soon_threadsafe(self._chunks.put_nowait, item)

    async def next(self):
        """("chunk", bytes), or ("end", the error or None)."""
        return await self._chunks.get()


async def call(event, under_way):
    """Status, headers and body of an answer, as soon as its head has come; before that, a failure is an error of the gateway's."""
    answer, request_id = LoopAnswer(), event["requestContext"]["requestId"]
    OPEN_ANSWERS.open(request_id, answer)
    task = asyncio.create_task(under_way)

    def ended(_):
        OPEN_ANSWERS.close(request_id)
        answer.end("the function ended without an answer")

    task.add_done_callback(ended)
    head = b""
    while True:
        kind, value = await answer.next()
        if kind == "end":
            return apigateway_v1._gw_error("INTEGRATION_FAILURE", "Internal server error")
        head += value
        if found := split_prelude(head):
            metadata, first = found
            return int(metadata.get("statusCode") or 200), _headers(metadata), StreamingResponse(_body(first, answer))


def _headers(metadata):
    """By name, several values as a list, as MiniStack takes them."""
    headers = {}
    for name, value in headers_of(metadata):
        headers.setdefault(name, []).append(value)
    if "content-type" not in map(str.lower, headers):
        headers["Content-Type"] = ["application/octet-stream"]
    return {name: values if len(values) > 1 else values[0] for name, values in headers.items()}


def _body(first, answer):
    async def run(send, _receive):
        kind, value = "chunk", first
        while kind == "chunk":
            if value:
                await send({"type": "http.response.body", "body": value, "more_body": True})
            kind, value = await answer.next()
        if value is None:  # else the last frame stays out, and the client sees that the answer is not whole
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return run
