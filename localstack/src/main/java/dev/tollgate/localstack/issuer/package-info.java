/// OIDC issuers of the local stack: their keys, their tokens and their public endpoints.
@NullMarked
package dev.tollgate.localstack.issuer;

import org.jspecify.annotations.NullMarked;
