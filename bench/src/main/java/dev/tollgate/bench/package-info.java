/// JMH benchmarks and what runs them. Nobody imports it.
@NullMarked
package dev.tollgate.bench;

import org.jspecify.annotations.NullMarked;
