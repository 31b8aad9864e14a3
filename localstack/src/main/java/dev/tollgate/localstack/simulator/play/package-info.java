/// What all simulated dialects share: the model that answers, the script that a prompt may hold,
/// and how an answer is played. Imports no dialect.
@NullMarked
package dev.tollgate.localstack.simulator.play;

import org.jspecify.annotations.NullMarked;
