/// The whole stack under clients that nobody here wrote.
@NullMarked
package dev.tollgate.localstack.stack;

import org.jspecify.annotations.NullMarked;
