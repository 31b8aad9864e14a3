/// What a function does before its snapshot is taken, so that the first call after a restore finds
/// it warm. Functions implement [Rehearsal]; tests and benchmarks open its world by [Loopback].
@NullMarked
package dev.tollgate.runtime.priming;

import org.jspecify.annotations.NullMarked;
