/// The adapters of core's ports on AWS. Functions import it; it imports core alone.
@NullMarked
package dev.tollgate.aws;

import org.jspecify.annotations.NullMarked;
