/// Fakes, fixtures and contract tests. Test scope only.
@NullMarked
package dev.tollgate.testkit;

import org.jspecify.annotations.NullMarked;
