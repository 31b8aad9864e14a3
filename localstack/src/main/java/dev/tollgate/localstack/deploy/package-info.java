/// The CDK app on an emulator of AWS, deployed by the real CLI, with the sample's upstreams beside
/// it. Only the command line and tests import it.
@NullMarked
package dev.tollgate.localstack.deploy;

import org.jspecify.annotations.NullMarked;
