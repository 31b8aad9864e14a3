/// Functions in processes of their own, as Lambda runs them: an emulator of the Runtime API, the
/// environments it serves, and a pool of them per function. Imports no sibling; `stack` uses it.
@NullMarked
package dev.tollgate.localstack.isolated;

import org.jspecify.annotations.NullMarked;
