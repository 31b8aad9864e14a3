/// The contract as the CDK app needs it. A second reader beside the emulator's, on purpose: a test
/// holds what both make of the one file against each other.
@NullMarked
package dev.tollgate.infra.contract;

import org.jspecify.annotations.NullMarked;
