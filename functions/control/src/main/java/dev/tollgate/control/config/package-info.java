/// Configuration as reviewed files: YAML, its published schemas, and the one importer that checks,
/// compares and applies it.
@NullMarked
package dev.tollgate.control.config;

import org.jspecify.annotations.NullMarked;
