/// A simulated Anthropic API.
@NullMarked
package dev.tollgate.localstack.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
