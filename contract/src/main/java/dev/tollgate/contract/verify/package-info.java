/// The contract against a live stage, as a program: what `./tollgate verify` starts.
@NullMarked
package dev.tollgate.contract.verify;

import org.jspecify.annotations.NullMarked;
