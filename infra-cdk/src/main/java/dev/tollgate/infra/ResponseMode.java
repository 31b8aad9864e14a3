package dev.tollgate.infra;

/// How answers leave: switches the methods of the API and the start of the functions together, for
/// one without the other is a 502 for every call.
enum ResponseMode {
    /// Our runtime loop, methods with response streaming.
    STREAM,
    /// The managed runtime as it is, methods that wait for the whole answer; at most 28 s, and 4.5
    /// MB of body (6 MB in base64).
    BUFFERED
}
