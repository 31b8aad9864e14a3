/// The CDK app: tables, functions and the API in an AWS account. Imports nothing of ours but the
/// list of configuration keys.
@NullMarked
package dev.tollgate.infra;

import org.jspecify.annotations.NullMarked;
