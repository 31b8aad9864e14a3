/// A request as the gateway sees it, and the events that functions get of it. Imports `contract`.
@NullMarked
package dev.tollgate.localstack.api.event;

import org.jspecify.annotations.NullMarked;
