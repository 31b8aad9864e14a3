/// Limits, holds and settlements: money that is right (DESIGN section 5). One port, one contract
/// test.
@NullMarked
package dev.tollgate.core.ledger;

import org.jspecify.annotations.NullMarked;
