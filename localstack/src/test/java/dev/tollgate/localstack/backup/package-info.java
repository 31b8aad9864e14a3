@NullMarked
package dev.tollgate.localstack.backup;

import org.jspecify.annotations.NullMarked;
