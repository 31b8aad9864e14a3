/// Anthropic's Messages, as its simulated API and the simulated Bedrock both speak it.
@NullMarked
package dev.tollgate.localstack.simulator.messages;

import org.jspecify.annotations.NullMarked;
