@NullMarked
package dev.tollgate.localstack.deploy;

import org.jspecify.annotations.NullMarked;
