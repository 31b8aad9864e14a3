"""Chunked bodies of HTTP/1.1 (RFC 9112, section 7.1), which Python's own server does not read."""


def chunks(source):
    """The chunks, as they come; the trailers, in lower case, are what the generator returns.

    Raises EOFError when the connection ends first."""
    while size := int(_line(source).split(b";")[0], 16):
        chunk = source.read(size)
        if len(chunk) < size:
            raise EOFError("the body ends inside a chunk")
        yield chunk
        _line(source)
    trailers = {}
    while line := _line(source).strip():
        name, _, value = line.partition(b":")
        trailers[name.strip().lower().decode("latin-1")] = value.strip().decode("latin-1")
    return trailers


def _line(source):
    line = source.readline()
    if not line:
        raise EOFError("the connection ends inside a body")
    return line
