/// A process that serves one small real model, SmolLM2-135M-Instruct, as an OpenAI-compatible
/// server on loopback. Started by the local stack; nothing imports it.
@NullMarked
package dev.tollgate.smollm2;

import org.jspecify.annotations.NullMarked;
