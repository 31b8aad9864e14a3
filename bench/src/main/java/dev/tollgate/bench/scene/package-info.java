/// What all measurements share: configuration, credentials, events, bodies, an issuer, processes.
@NullMarked
package dev.tollgate.bench.scene;

import org.jspecify.annotations.NullMarked;
