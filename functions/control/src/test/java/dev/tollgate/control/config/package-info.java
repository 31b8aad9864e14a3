@NullMarked
package dev.tollgate.control.config;

import org.jspecify.annotations.NullMarked;
