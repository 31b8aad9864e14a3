/// A stage that the CDK app has made, in an account or on an emulator: found by its stacks, and
/// worked on with the credentials of whoever asks. The command line and `deploy` import it.
@NullMarked
package dev.tollgate.localstack.stage;

import org.jspecify.annotations.NullMarked;
