/// A simulated Bedrock runtime: wire format, signatures, validation and errors as Bedrock has them.
@NullMarked
package dev.tollgate.localstack.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
