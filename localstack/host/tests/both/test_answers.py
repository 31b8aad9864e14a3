import json

import pytest
from tollgate_host.answers import Answer, BrokenAnswer, OpenAnswers, headers_of, split_prelude, unfold

HEAD = b'{"statusCode":200,"headers":{"A":"1"}}' + b"\0" * 8


def test_split_prelude_before_the_separator_is_whole_is_none():
    assert split_prelude(HEAD[:-1]) is None


def test_split_prelude_gives_metadata_and_the_first_bytes():
    assert split_prelude(HEAD + b"abc\0") == ({"statusCode": 200, "headers": {"A": "1"}}, b"abc\0")


def test_unfold_turns_a_prelude_into_a_proxy_result():
    assert json.loads(unfold(HEAD + "é".encode())) == {"statusCode": 200, "headers": {"A": "1"}, "body": "é"}


def test_unfold_leaves_what_has_no_prelude():
    assert unfold(b'{"statusCode":201}') == b'{"statusCode":201}'


def test_headers_of_several_values_win_over_a_single_one():
    metadata = {"headers": {"X": "1", "Y": "2"}, "multiValueHeaders": {"x": ["3", "4"]}, "cookies": ["a=b"]}
    assert headers_of(metadata) == [("Y", "2"), ("x", "3"), ("x", "4"), ("Set-Cookie", "a=b")]


def test_answer_that_ends_whole_gives_its_chunks():
    answer = Answer()
    answer.write(b"a")
    answer.write(b"b")
    answer.end()
    assert list(answer) == [b"a", b"b"]


def test_answer_that_breaks_gives_its_chunks_and_raises():
    answer = Answer()
    answer.write(b"a")
    answer.end("Model.Gone")
    answer.end()
    chunks = iter(answer)
    assert next(chunks) == b"a"
    with pytest.raises(BrokenAnswer, match="Model.Gone"):
        next(chunks)


def test_open_answers_are_found_by_the_events_request():
    answers, answer = OpenAnswers(), Answer()
    event = {"requestContext": {"requestId": "r1"}}
    assert answers.of_event(event) is None
    answers.open("r1", answer)
    assert answers.of_event(event) is answer
    assert answers.of_event({"requestContext": None}) is None
    assert answers.of_event(["no", "object"]) is None
    answers.close("r1")
    assert answers.of_event(event) is None
