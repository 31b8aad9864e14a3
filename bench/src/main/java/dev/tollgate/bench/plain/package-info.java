/// A function that does nothing: the floor below every other one.
@NullMarked
package dev.tollgate.bench.plain;

import org.jspecify.annotations.NullMarked;
