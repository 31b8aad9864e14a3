/// A small HTTP server on loopback and what its endpoints see of a request. Imported by everything
/// that plays an upstream; imports none of it.
@NullMarked
package dev.tollgate.localstack.upstream.http;

import org.jspecify.annotations.NullMarked;
