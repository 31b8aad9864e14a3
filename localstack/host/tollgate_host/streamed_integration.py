"""Methods with `responseTransferMode: STREAM` in LocalStack: what a function writes reaches the client as it is written."""

import functools
import threading

from localstack.services.apigateway.legacy.provider import ApigatewayProvider
from localstack.services.apigateway.next_gen.execute_api.gateway_response import InternalServerError
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration
from werkzeug.datastructures import Headers

from .answers import Answer, BrokenAnswer, OpenAnswers, headers_of, split_prelude

STREAMING = "/response-streaming-invocations"
OPEN_ANSWERS = OpenAnswers()


def install():
    ApigatewayProvider.put_integration = _accepting_stream_uris(ApigatewayProvider.put_integration)
    RestApiAwsProxyIntegration.invoke = _streaming(RestApiAwsProxyIntegration.invoke)


def _accepting_stream_uris(put_integration):
    """LocalStack takes the path of one version of Lambda's API only, and the streaming one is another."""

    @functools.wraps(put_integration)
    def put(self, context, request, **kwargs):
        if uri := request.get("uri"):
            request = {**request, "uri": uri.replace("path/2021-11-15/", "path/2015-03-31/")}
        return put_integration(self, context, request, **kwargs)

    return put


def _streaming(plain):
    @functools.wraps(plain)
    def invoke(self, context):
        uri = context.integration_request["uri"]
        if not uri.endswith(STREAMING):
            return plain(self, context)
        context.integration_request["uri"] = uri.removesuffix(STREAMING) + "/invocations"
        return _Call(lambda: plain(self, context), context.context_variables["requestId"]).endpoint_response()

    return invoke


class _Call:
    """A call under way in a thread of its own, while its answer is read in this one."""

    def __init__(self, call, request_id):
        self._call = call
        self._request_id = request_id
        self._answer = Answer()
        OPEN_ANSWERS.open(request_id, self._answer)
        self._outcome = None
        threading.Thread(target=self._run, name="streamed-call", daemon=True).start()

    def _run(self):
        error = None
        try:
            self._outcome = self._call()
        except Exception as failure:  # raised again where the client waits
            self._outcome = failure
            error = str(failure)
        finally:
            OPEN_ANSWERS.close(self._request_id)
            self._answer.end(error)

    def endpoint_response(self):
        """The answer's head, and its body as an iterator. What failed before the head is an error of the gateway's."""
        chunks = iter(self._answer)
        head = b""
        try:
            for chunk in chunks:
                head += chunk
                if found := split_prelude(head):
                    return _response(*found, chunks)
        except BrokenAnswer as broken:
            raise self._failure() from broken
        raise self._failure()

    def _failure(self):
        """A function that ends without a prelude is one that failed, whatever it says."""
        return self._outcome if isinstance(self._outcome, Exception) else InternalServerError("Internal server error", status_code=502)


def _response(metadata, first, rest):
    return {"headers": Headers(headers_of(metadata)), "body": _body(first, rest), "status_code": int(metadata.get("statusCode") or 200)}


def _body(first, rest):
    if first:
        yield first
    yield from rest
