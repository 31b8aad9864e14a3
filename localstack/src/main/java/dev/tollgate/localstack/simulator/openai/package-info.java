/// A simulated OpenAI-compatible provider.
@NullMarked
package dev.tollgate.localstack.simulator.openai;

import org.jspecify.annotations.NullMarked;
