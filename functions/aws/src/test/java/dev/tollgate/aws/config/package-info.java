@NullMarked
package dev.tollgate.aws.config;

import org.jspecify.annotations.NullMarked;
