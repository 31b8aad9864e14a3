@NullMarked
package dev.tollgate.core.config;

import org.jspecify.annotations.NullMarked;
