/// The index of virtual keys in the platform table.
@NullMarked
package dev.tollgate.aws.key;

import org.jspecify.annotations.NullMarked;
