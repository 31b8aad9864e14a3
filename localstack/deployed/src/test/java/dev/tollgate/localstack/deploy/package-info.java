/// The CDK app on emulators, called as its users call it.
@NullMarked
package dev.tollgate.localstack.deploy;

import org.jspecify.annotations.NullMarked;
