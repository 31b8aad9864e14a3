@NullMarked
package dev.tollgate.localstack.stage;

import org.jspecify.annotations.NullMarked;
