/// Memory in place of DynamoDB below the authorizer. Here because a function takes only the beans
/// of its own package.
@NullMarked
package dev.tollgate.authorizer.bench;

import org.jspecify.annotations.NullMarked;
