"""The Runtime API, called as a runtime calls it."""

import http.client
import json
import threading

import pytest
from tollgate_host.answers import STREAM_TYPE, Answer, BrokenAnswer
from tollgate_host.runtime_api import MAX_ANSWER, PREFIX, Invocation, RuntimeApi

PATIENCE = 60


@pytest.fixture
def api():
    made = RuntimeApi()
    yield made
    made.end(b"{}")


def invocation(answer=None):
    return Invocation("r1", "arn:f", "Root=1", b'{"a":1}', 1234, answer)


def call(api, method, path, body=None, **headers):
    connection = http.client.HTTPConnection(api.address, timeout=PATIENCE)
    connection.request(method, PREFIX + path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def post_chunks(api, path, chunks, trailers="", **headers):
    connection = http.client.HTTPConnection(api.address, timeout=PATIENCE)
    connection.putrequest("POST", PREFIX + path)
    for name, value in {"Transfer_Encoding": "chunked", **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    for chunk in chunks:
        connection.send(b"%x\r\n%s\r\n" % (len(chunk), chunk))
    connection.send(b"0\r\n" + trailers.encode() + b"\r\n")
    return connection.getresponse().status


def test_next_hands_over_the_invocation_and_says_that_the_runtime_is_ready(api):
    api.give(invocation())
    status, headers, body = call(api, "GET", "invocation/next", Connection="close")
    assert (status, body) == (200, b'{"a":1}')
    assert headers["Lambda-Runtime-Aws-Request-Id"] == "r1"
    assert headers["Lambda-Runtime-Deadline-Ms"] == "1234"
    assert headers["Lambda-Runtime-Invoked-Function-Arn"] == "arn:f"
    assert headers["Connection"] == "close"
    assert api.ready.result(PATIENCE) is None


def test_response_settles(api):
    given = invocation()
    api.give(given)
    assert call(api, "POST", "invocation/r1/response", b'{"statusCode":200}')[0] == 202
    result = given.result.result(PATIENCE)
    assert (result.body, result.failed) == (b'{"statusCode":200}', False)


def test_error_settles_as_failed(api):
    given = invocation()
    api.give(given)
    assert call(api, "POST", "invocation/r1/error", b'{"errorType":"X"}')[0] == 202
    assert given.result.result(PATIENCE).failed


def test_response_to_another_invocation_is_refused(api):
    given = invocation()
    api.give(given)
    assert call(api, "POST", "invocation/r0/response", b"{}")[0] == 400
    assert not given.result.done()


def test_stream_reaches_the_reader_chunk_by_chunk(api):
    answer = Answer()
    given, read = invocation(answer), iter(answer)
    api.give(given)
    more = threading.Event()

    def chunks():
        yield b"one"
        assert more.wait(PATIENCE)
        yield b"two"

    headers = {"Lambda_Runtime_Function_Response_Mode": "streaming", "Content_Type": STREAM_TYPE}
    poster = threading.Thread(target=post_chunks, args=(api, "invocation/r1/response", chunks()), kwargs=headers)
    poster.start()
    assert next(read) == b"one"  # while the function has not written the rest
    more.set()
    assert list(read) == [b"two"]
    poster.join(PATIENCE)
    assert not given.result.result(PATIENCE).failed


def test_stream_with_an_error_in_its_trailers_breaks(api):
    answer = Answer()
    given = invocation(answer)
    api.give(given)
    trailers = "Lambda-Runtime-Function-Error-Type: Model.Gone\r\n"
    post_chunks(api, "invocation/r1/response", [b"one"], trailers, Lambda_Runtime_Function_Response_Mode="streaming")
    with pytest.raises(BrokenAnswer, match="Model.Gone"):
        list(answer)
    assert given.result.result(PATIENCE).failed


def test_stream_that_nobody_waits_for_is_an_ordinary_result(api):
    given = invocation()
    api.give(given)
    body = b'{"statusCode":200}' + b"\0" * 8 + b"text"
    headers = {"Lambda_Runtime_Function_Response_Mode": "streaming", "Content_Type": STREAM_TYPE}
    assert post_chunks(api, "invocation/r1/response", [body], **headers) == 202
    assert json.loads(given.result.result(PATIENCE).body) == {"statusCode": 200, "body": "text"}


def test_answer_above_the_limit_is_an_error(api):
    given = invocation()
    api.give(given)
    assert call(api, "POST", "invocation/r1/response", b"x" * (MAX_ANSWER + 1))[0] == 413
    assert b"ResponseSizeTooLarge" in given.result.result(PATIENCE).body


def test_error_at_the_start_is_told_to_who_waits_for_it(api):
    assert call(api, "POST", "init/error", b'{"errorType":"Init"}')[0] == 202
    assert api.ready.result(PATIENCE).body == b'{"errorType":"Init"}'


def test_end_fails_what_is_owed(api):
    given = invocation()
    api.give(given)
    api.end(b'{"errorType":"Runtime.ExitError"}')
    assert given.result.result(PATIENCE).failed
    assert api.ready.result(PATIENCE).failed
