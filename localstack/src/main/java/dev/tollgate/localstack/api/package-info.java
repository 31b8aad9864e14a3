/// API Gateway REST on loopback, from the contract: sockets, and the order in which a request is
/// served. The sub-packages are its parts; only this one knows Jetty.
@NullMarked
package dev.tollgate.localstack.api;

import org.jspecify.annotations.NullMarked;
