/// One logical call: its id, its time, its line on record.
@NullMarked
package dev.tollgate.core.call;

import org.jspecify.annotations.NullMarked;
