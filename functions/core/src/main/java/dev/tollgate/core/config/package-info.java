/// What functions read: static keys from the environment, dynamic configuration from the config
/// table.
@NullMarked
package dev.tollgate.core.config;

import org.jspecify.annotations.NullMarked;
