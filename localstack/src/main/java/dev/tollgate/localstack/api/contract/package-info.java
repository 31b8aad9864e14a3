/// What `openapi/tollgate.yaml` says, and which of its routes a request is for. Imports no sibling.
@NullMarked
package dev.tollgate.localstack.api.contract;

import org.jspecify.annotations.NullMarked;
