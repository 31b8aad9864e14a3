import io

import pytest
from tollgate_host.chunked import chunks


def read(text):
    """The chunks, and the trailers."""
    found, source = [], chunks(io.BytesIO(text))
    try:
        while True:
            found.append(next(source))
    except StopIteration as end:
        return found, end.value


def test_chunks_come_one_by_one_with_extensions_and_trailers():
    text = b"3\r\nabc\r\nA;name=value\r\n0123456789\r\n0\r\nLambda-Type: X: y\r\nB:\r\n\r\n"
    assert read(text) == ([b"abc", b"0123456789"], {"lambda-type": "X: y", "b": ""})


@pytest.mark.parametrize("cut", [b"", b"3\r\nab", b"3\r\nabc", b"3\r\nabc\r\n", b"0\r\n"])
def test_a_body_that_is_cut_is_no_whole_one(cut):
    with pytest.raises(EOFError):
        read(cut)
