/// A simulated Gemini API.
@NullMarked
package dev.tollgate.localstack.simulator.gemini;

import org.jspecify.annotations.NullMarked;
