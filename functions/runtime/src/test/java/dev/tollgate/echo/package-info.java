/// A function for tests: what a real one looks like to the runtime.
@NullMarked
package dev.tollgate.echo;

import org.jspecify.annotations.NullMarked;
