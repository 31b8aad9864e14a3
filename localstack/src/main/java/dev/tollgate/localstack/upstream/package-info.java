/// All upstreams of the local stack on one port. Imported by what starts the stack.
@NullMarked
package dev.tollgate.localstack.upstream;

import org.jspecify.annotations.NullMarked;
