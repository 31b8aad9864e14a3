/// What the tables would answer while a function rehearses. Functions' rehearsals import it.
@NullMarked
package dev.tollgate.aws.priming;

import org.jspecify.annotations.NullMarked;
