/// Whose credentials a request is signed with: the function's own, or those of a session of its
/// role for one tenant. Imported by the adapters of this module and by the signer of Bedrock calls.
@NullMarked
package dev.tollgate.aws.tenant;

import org.jspecify.annotations.NullMarked;
